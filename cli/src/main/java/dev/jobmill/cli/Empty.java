package dev.jobmill.cli;

import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Lookup;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether there is nothing left to do.
///
/// @param types what the worker handles
/// @param queues what it serves; empty for all
record Empty(List<String> types, List<String> queues) {
  private static final Set<JobState> TO_DO =
      EnumSet.of(JobState.PENDING, JobState.QUEUED, JobState.PROCESSING);

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

  private static boolean any(Lookup lookup, JobFilter filter) {
    return !lookup.list(filter, null, 1).isEmpty();
  }
}
