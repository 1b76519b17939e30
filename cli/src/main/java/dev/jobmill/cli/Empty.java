package dev.jobmill.cli;

import dev.jobmill.cli.progress.Wait;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues.QueueInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether there is nothing left to do.
///
/// @param types what the worker handles
/// @param queues what it serves; empty for all
record Empty(List<String> types, List<String> queues) {
  private static final Set<JobState> TO_DO =
      EnumSet.of(JobState.PENDING, JobState.QUEUED, JobState.PROCESSING);

  /// Without what is paused.
  ///
  /// @param all the queues that there are
  /// @return null when nothing remains
  @Nullable Empty without(Resting resting, List<QueueInfo> all) {
    List<String> awake = types.stream().filter(type -> !resting.types().contains(type)).toList();
    List<String> served = queues;
    if (!resting.queues().isEmpty()) {
      served =
          (queues.isEmpty() ? all.stream().map(QueueInfo::name) : queues.stream())
              .filter(queue -> !resting.queues().contains(queue))
              .toList();
      if (served.isEmpty()) {
        return null;
      }
    }
    return new Empty(awake, served);
  }

  /// Looks at the jobs themselves: totals may be a second old.
  boolean isTrue(Lookup lookup) {
    for (String type : types) {
      JobFilter filter = JobFilter.ALL.type(type).states(TO_DO);
      if (queues.isEmpty()) {
        if (any(lookup, filter)) {
          return false;
        }
      } else if (queues.stream().anyMatch(queue -> any(lookup, filter.queue(queue)))) {
        return false;
      }
    }
    return true;
  }

  /// What is waited for, where nothing can be run now; null when something can, or when there is
  /// more than one page of it.
  @Nullable Wait waits(Lookup lookup, Instant now) {
    List<Job> left = new ArrayList<>();
    for (String type : types) {
      JobFilter filter = JobFilter.ALL.type(type).states(TO_DO);
      List<String> served = queues.isEmpty() ? List.of("") : queues;
      for (String queue : served) {
        left.addAll(
            lookup.list(
                queue.isEmpty() ? filter : filter.queue(queue), null, Lookup.PAGE_SIZE_MAX));
      }
    }
    if (left.size() >= Lookup.PAGE_SIZE_MAX
        || left.stream().anyMatch(job -> job.state() == JobState.QUEUED)) {
      return null;
    }
    List<Job> running = left.stream().filter(job -> job.state().isRunning()).toList();
    if (!running.isEmpty()) {
      return new Wait(running.size(), null, now);
    }
    return left.stream()
        .map(Job::dueAt)
        .min(Instant::compareTo)
        .map(due -> new Wait(left.size(), due, now))
        .orElse(null);
  }

  private static boolean any(Lookup lookup, JobFilter filter) {
    return !lookup.list(filter, null, 1).isEmpty();
  }
}
