package dev.jobmill.torture;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues.QueueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a store shows of its jobs at a moment at which nobody works.
///
/// @param settled whether everything was finished before
/// @param jobs all jobs
/// @param attempts their runs, of those that have run
/// @param retries how often a person has put each back, of those that were
/// @param counts the maintained totals
/// @param queues the queues
record Sight(
    boolean settled,
    Map<JobId, Job> jobs,
    Map<JobId, List<Attempt>> attempts,
    Map<JobId, Integer> retries,
    Counts counts,
    List<QueueInfo> queues) {

  static Sight of(JobStore store, Evidence evidence, boolean settled) {
    Lookup lookup = store.lookup();
    Map<JobId, Job> jobs = allJobs(lookup);
    Map<JobId, List<Attempt>> attempts = new HashMap<>();
    Map<JobId, Integer> retries = new HashMap<>();
    for (Job job : jobs.values()) {
      if (job.run() > 0) {
        attempts.put(job.id(), lookup.attempts(job.id()));
      }
      // Events are looked for only where there may be some: each look is a call.
      if (evidence.has(Ledger.Entry.What.RETRY, job.id().toString())) {
        List<JobEvent> events = lookup.events(job.id());
        int count = (int) events.stream().filter(event -> event.what().equals("retry")).count();
        if (count > 0) {
          retries.put(job.id(), count);
        }
      }
    }
    return new Sight(settled, jobs, attempts, retries, lookup.count(), store.queues().queues());
  }

  static Map<JobId, Job> allJobs(Lookup lookup) {
    Map<JobId, Job> jobs = new HashMap<>();
    JobId before = null;
    while (true) {
      List<Job> page = lookup.list(JobFilter.ALL, before, Lookup.PAGE_SIZE_MAX);
      if (page.isEmpty()) {
        return jobs;
      }
      page.forEach(job -> jobs.put(job.id(), job));
      before = page.getLast().id();
    }
  }

  List<Attempt> attemptsOf(Job job) {
    return attempts.getOrDefault(job.id(), List.of());
  }

  int retriesOf(Job job) {
    return retries.getOrDefault(job.id(), 0);
  }
}
