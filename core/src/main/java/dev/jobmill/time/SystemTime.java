package dev.jobmill.time;

import java.time.Instant;

/// The machine's own clocks.
public enum SystemTime implements TimeSource {
  /// The one instance.
  SYSTEM;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
