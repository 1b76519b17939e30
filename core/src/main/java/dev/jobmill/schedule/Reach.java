package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The years in which schedules give instants: those in which jobs can be due.
final class Reach {
  static final Instant FIRST = Instant.EPOCH;
  static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Reach() {}

  /// `instant` in whole milliseconds, as stores keep it.
  static Instant check(String what, Instant instant) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new InvalidRequest(
          what + " " + instant + " is out of range: use the years 1970 to 9999");
    }
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }
}
