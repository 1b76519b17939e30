package dev.jobmill.store;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How long ended jobs are kept: by type and state, else by type, else by state, else the standard
/// time. Decided when a job ends. Never changes: each method gives another one.
public final class Retention {
  /// Stands first, because the standard is checked against it.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /// 48 h for all.
  public static final Retention STANDARD = of(Duration.ofDays(2));

  private record Kind(@Nullable String type, @Nullable JobState end) {}

  private final Duration standard;
  private final Map<Kind, Duration> special;

  private Retention(Duration standard, Map<Kind, Duration> special) {
    this.standard = standard;
    this.special = special;
  }

  /// The same time for all.
  ///
  /// @param time zero or more
  public static Retention of(Duration time) {
    return new Retention(check(time), Map.of());
  }

  private static Duration check(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new InvalidRequest(
          "history retention " + time + " is out of range: use zero to 36500 days");
    }
    return time;
  }

  /// Jobs of this type are kept for another time.
  public Retention type(String type, Duration time) {
    return with(new Kind(Names.check("job type", type), null), time);
  }

  /// Jobs that end in this state are kept for another time.
  ///
  /// @param end one of the four ends
  public Retention state(JobState end, Duration time) {
    return with(new Kind(null, checkEnd(end)), time);
  }

  /// Jobs of this type that end in this state are kept for another time.
  ///
  /// @param end one of the four ends
  public Retention typeAndState(String type, JobState end, Duration time) {
    return with(new Kind(Names.check("job type", type), checkEnd(end)), time);
  }

  private static JobState checkEnd(JobState end) {
    if (!end.isEnd()) {
      throw new InvalidRequest(
          "retention of state " + end.wireName() + ": only ended jobs are history, use an end");
    }
    return end;
  }

  private Retention with(Kind kind, Duration time) {
    Map<Kind, Duration> more = new HashMap<>(special);
    more.put(kind, check(time));
    return new Retention(standard, Map.copyOf(more));
  }

  /// How long a job is kept.
  public Duration of(String type, JobState end) {
    if (special.isEmpty()) {
      return standard;
    }
    Duration both = special.get(new Kind(type, end));
    if (both != null) {
      return both;
    }
    Duration byType = special.get(new Kind(type, null));
    return byType != null ? byType : special.getOrDefault(new Kind(null, end), standard);
  }

  /// The time for jobs that nothing else is said of.
  public Duration standard() {
    return standard;
  }

  /// Whether all jobs are kept for the standard time.
  public boolean isUniform() {
    return special.isEmpty();
  }
}
