package dev.jobmill.client;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Lookup;
import dev.jobmill.time.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Acts on all jobs that a filter finds: page by page from the newest on, so that however many
/// there are, little is in memory and no commit is long. Thread-safe.
final class BulkActs {
  /// Whole jobs are read, so a page is no larger than what memory bears when each has the largest
  /// payload and result.
  private static final int PAGE = 200;

  private final Lookup lookup;
  private final TimeSource time;

  BulkActs(Lookup lookup, TimeSource time) {
    this.lookup = lookup;
    this.time = time;
  }

  /// How many there are: from the store's totals where they tell, else by looking at all.
  long count(JobFilter filter) {
    boolean totalsTell =
        filter.tag().isEmpty()
            && filter.since().isEmpty()
            && filter.until().isEmpty()
            && filter.endedBefore().isEmpty();
    if (totalsTell) {
      return lookup.count().totals().stream()
          .filter(total -> isAskedFor(total, filter))
          .mapToLong(Counts.Total::jobs)
          .sum();
    }
    return onAll(filter, state -> false, jobs -> List.of()).matched();
  }

  private static boolean isAskedFor(Counts.Total total, JobFilter filter) {
    return filter.states().contains(total.state())
        && filter.queue().map(queue -> queue.equals(total.queue())).orElse(true)
        && filter.type().map(type -> type.equals(total.type())).orElse(true);
  }

  /// Acts on those that are there when it begins.
  ///
  /// @param concerns the states in which there is something to be done
  /// @param act is given at most a page of jobs, and answers for each
  BulkResult onAll(
      JobFilter filter, Predicate<JobState> concerns, Function<List<Job>, List<Acted>> act) {
    long matched = 0;
    long done = 0;
    try {
      List<Job> page = lookup.list(filter, null, PAGE);
      Instant began = latest(page);
      while (!page.isEmpty()) {
        // Ids are made by clients: one that came in since may look older than it is.
        List<Job> there = page.stream().filter(job -> !job.submittedAt().isAfter(began)).toList();
        List<Job> concerned = there.stream().filter(job -> concerns.test(job.state())).toList();
        matched += there.size();
        if (!concerned.isEmpty()) {
          done += act.apply(concerned).stream().filter(Acted::changed).count();
        }
        JobId last = page.getLast().id();
        page = lookup.list(filter, last, PAGE);
      }
      return new BulkResult(matched, done);
    } catch (StoreUnavailable away) {
      if (done == 0) {
        throw away;
      }
      throw new OutcomeUnknown(
          "the store went away after " + done + " jobs were done: do it again for the rest", away);
    }
  }

  /// The store's clock may be ahead of the one here: what is seen at first was there at first.
  private Instant latest(List<Job> firstPage) {
    Instant latest = time.now();
    for (Job job : firstPage) {
      if (job.submittedAt().isAfter(latest)) {
        latest = job.submittedAt();
      }
    }
    return latest;
  }
}
