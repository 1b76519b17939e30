package dev.jobmill.job;

import java.time.Duration;
import java.time.Instant;

/// How long and how late anything may be: more than anybody means, and little enough that
/// arithmetic in milliseconds and nanoseconds cannot overflow.
final class Limits {
  static final Duration DURATION_MAX = Duration.ofDays(36_500);
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Limits() {}

  static Duration check(String what, Duration duration) {
    if (duration.isNegative() || duration.compareTo(DURATION_MAX) > 0) {
      throw new InvalidRequest(what + " " + duration + " is out of range: use zero to 36500 days");
    }
    return duration;
  }

  /// The nearest duration that is in range.
  static Duration bring(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    return duration.compareTo(DURATION_MAX) > 0 ? DURATION_MAX : duration;
  }

  static Instant check(String what, Instant instant) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new InvalidRequest(
          what + " " + instant + " is out of range: use the years 1970 to 9999");
    }
    return instant;
  }
}
