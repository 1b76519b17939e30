package dev.jobmill.store;

import dev.jobmill.job.Priority;
import java.time.Duration;
import java.time.Instant;

/// The one stored key, `rank`, by which queued jobs of a queue are ordered: the smaller is claimed
/// first, and equal ones in the order of admission. A rank is the time at which a job became ready,
/// made later by a step for each level of its priority: so every job has its turn in the end. With
/// a step that is longer than anybody waits the order is strict.
///
/// @param stepMillis what a level is worth, in milliseconds of waiting; 1 or more
public record Ranking(long stepMillis) {
  private static final int TIME_BITS = 48;

  /// Every job of a lower level comes before all of a higher one.
  public static final Ranking STRICT = new Ranking(1L << TIME_BITS);

  /// 10 s for a level: a job of priority `low` that has waited for 11 minutes comes before one of
  /// priority `normal` that has just come.
  public static final Ranking AGEING = ageing(Duration.ofSeconds(10));

  /// Checks the range.
  public Ranking {
    if (stepMillis < 1 || stepMillis > 1L << TIME_BITS) {
      throw new IllegalArgumentException("a step of " + stepMillis + " ms: use 1 to 2^48");
    }
  }

  /// With another step.
  ///
  /// @param perLevel how much longer a job waits for each level that it is behind; 1 ms or more
  public static Ranking ageing(Duration perLevel) {
    return new Ranking(Math.clamp(perLevel.toMillis(), 1, 1L << TIME_BITS));
  }

  /// The rank of a job.
  ///
  /// @param ready when it became ready, read in milliseconds; before 1970 counts as 1970
  public long rank(Priority priority, Instant ready) {
    long millis = Math.clamp(ready.toEpochMilli(), 0L, (1L << TIME_BITS) - 1);
    return priority.level() * stepMillis + millis;
  }

  /// When a job of this rank and priority became ready, if it was ranked with the same step.
  public Instant readyAt(long rank, Priority priority) {
    return Instant.ofEpochMilli(rank - priority.level() * stepMillis);
  }
}
