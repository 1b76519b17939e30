package dev.jobmill.store.memory;

import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [JobFilter] that looks at jobs as the store has them, so that no snapshot is made of one that
/// is not wanted.
final class EntryFilter {
  private final Set<JobState> states;
  private final @Nullable String type;
  private final @Nullable String queue;
  private final @Nullable String tag;
  private final @Nullable Instant since;
  private final @Nullable Instant until;
  private final @Nullable Instant endedBefore;

  EntryFilter(JobFilter filter) {
    this.states = filter.states();
    this.type = filter.type().orElse(null);
    this.queue = filter.queue().orElse(null);
    this.tag = filter.tag().orElse(null);
    this.since = filter.since().orElse(null);
    this.until = filter.until().orElse(null);
    this.endedBefore = filter.endedBefore().orElse(null);
  }

  /// Whether jobs of this lane are wanted at all.
  boolean wants(Lane lane) {
    return (queue == null || queue.equals(lane.key.queue()))
        && (type == null || type.equals(lane.key.type()));
  }

  boolean matches(Entry entry) {
    return states.contains(entry.state)
        && wants(entry.lane)
        && (tag == null || entry.spec.tags().contains(tag))
        && (since == null || !entry.submittedAt.isBefore(since))
        && (until == null || entry.submittedAt.isBefore(until))
        && (endedBefore == null || endedBefore(entry, endedBefore));
  }

  private static boolean endedBefore(Entry entry, Instant end) {
    return entry.endedAt != null && entry.endedAt.isBefore(end);
  }
}
