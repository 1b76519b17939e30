package dev.jobmill.schedule;

import java.time.Instant;
import java.util.Optional;

/// Due a single time.
///
/// @param at when, kept in whole milliseconds; the years 1970 to 9999
public record Once(Instant at) implements Schedule {
  /// Checks the range.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when it is out of range
  public Once {
    at = Reach.check("instant", at);
  }

  /// Due at an instant.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when it is out of range
  public static Once at(Instant instant) {
    return new Once(instant);
  }

  @Override
  public Optional<Instant> nextAfter(Instant previous) {
    return at.isAfter(previous) ? Optional.of(at) : Optional.empty();
  }

  @Override
  public String text() {
    return "at " + at;
  }

  @Override
  public String toString() {
    return text();
  }
}
