package dev.jobmill.cli;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import java.util.Set;
import java.util.stream.Collectors;

/// Which queues and types are paused: whoever waits for the end of the work leaves them out.
///
/// @param queues names of queues
/// @param types names of types
record Resting(Set<String> queues, Set<String> types) {
  static Resting of(Queues store) {
    return new Resting(
        store.queues().stream()
            .filter(QueueInfo::paused)
            .map(QueueInfo::name)
            .collect(Collectors.toUnmodifiableSet()),
        store.types().stream()
            .filter(TypeInfo::paused)
            .map(TypeInfo::name)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// How many jobs that have not ended are left where nothing is paused.
  long left(Counts counts) {
    return sum(counts, false);
  }

  /// How many jobs that have not ended rest.
  long rest(Counts counts) {
    return sum(counts, true);
  }

  private long sum(Counts counts, boolean resting) {
    return counts.totals().stream()
        .filter(total -> isLeft(total.state()))
        .filter(
            total -> resting == (queues.contains(total.queue()) || types.contains(total.type())))
        .mapToLong(Counts.Total::jobs)
        .sum();
  }

  private static boolean isLeft(JobState state) {
    return state == JobState.PENDING || state == JobState.QUEUED || state == JobState.PROCESSING;
  }
}
