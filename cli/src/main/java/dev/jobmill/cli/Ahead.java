package dev.jobmill.cli;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What jobs come after, and what those come after in their turn.
final class Ahead {
  private Ahead() {}

  /// The jobs of these ids, as what others shall come after.
  ///
  /// @throws Problem when the store does not know one of them
  static List<Dependency> of(Lookup lookup, Collection<JobId> ids) {
    Collection<Job> jobs = Ids.find(lookup, ids).values();
    if (jobs.size() < ids.size()) {
      List<JobId> unknown = new ArrayList<>(ids);
      unknown.removeAll(jobs.stream().map(Job::id).toList());
      throw Unknown.problem(unknown);
    }
    return jobs.stream().map(Dependency::on).toList();
  }

  /// The queues in which jobs that have not ended must run before those that come after `first`
  /// can.
  static Set<String> queues(Lookup lookup, Collection<JobId> first) {
    Set<String> queues = new TreeSet<>();
    Set<JobId> seen = new HashSet<>(first);
    Collection<JobId> next = first;
    while (!next.isEmpty()) {
      List<JobId> further = new ArrayList<>();
      for (Job job : Ids.find(lookup, next).values()) {
        if (!job.state().isEnd()) {
          queues.add(job.queue());
          job.after().stream().map(Dependency::job).filter(seen::add).forEach(further::add);
        }
      }
      next = further;
    }
    return queues;
  }
}
