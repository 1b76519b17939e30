package dev.jobmill.store;

import dev.jobmill.job.Priority;
import java.time.Instant;

/// The one stored key by which queued jobs of a queue are ordered: the smaller is claimed first,
/// and equal ones in the order of admission.
public final class Rank {
  private static final int TIME_BITS = 48;

  private Rank() {}

  /// Strict priority: every job of a lower level comes before all of a higher one; within a level
  /// the one that was ready first.
  ///
  /// @param ready when the job became ready, read in milliseconds; before 1970 counts as 1970
  public static long strict(Priority priority, Instant ready) {
    long millis = Math.clamp(ready.toEpochMilli(), 0L, (1L << TIME_BITS) - 1);
    return (long) priority.level() << TIME_BITS | millis;
  }

  /// When a job of this strict rank became ready.
  public static Instant readyAt(long strictRank) {
    return Instant.ofEpochMilli(strictRank & ((1L << TIME_BITS) - 1));
  }

  /// The smallest strict rank of any job of a higher level: where to look on for the next level.
  public static long nextLevel(long strictRank) {
    return (strictRank >>> TIME_BITS) + 1 << TIME_BITS;
  }
}
