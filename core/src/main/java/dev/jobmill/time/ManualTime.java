package dev.jobmill.time;

import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is told to move: for tests and simulations. Thread-safe.
public final class ManualTime implements TimeSource {
  private Instant now;
  private long nanos;

  /// A clock that shows `start`.
  public ManualTime(Instant start) {
    this.now = start;
  }

  /// A clock that shows some fixed instant of which nothing should depend.
  public static ManualTime standing() {
    return new ManualTime(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  /// Time passes: both clocks go on by `step`.
  public synchronized void advance(Duration step) {
    now = now.plus(step);
    nanos += step.toNanos();
  }

  /// The wall clock is set to another time, as an administrator or NTP does: the monotonic clock
  /// goes on unchanged.
  public synchronized void jumpTo(Instant instant) {
    now = instant;
  }
}
