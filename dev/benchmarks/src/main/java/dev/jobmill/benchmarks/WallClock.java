package dev.jobmill.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The one clock that all processes of a machine read alike.
final class WallClock {
  private WallClock() {}

  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
