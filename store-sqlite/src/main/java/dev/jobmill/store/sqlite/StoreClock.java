package dev.jobmill.store.sqlite;

import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/// The store's clock in milliseconds: it never goes back. When the machine's clock is set back, it
/// stands still until that has caught up. Thread-safe.
final class StoreClock {
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final TimeSource time;
  private long last = Long.MIN_VALUE;
  private boolean told;

  StoreClock(TimeSource time) {
    this.time = time;
  }

  synchronized long now() {
    long read = Millis.of(time.now());
    if (read >= last) {
      last = read;
      told = false;
    } else if (!told && last - read >= WORTH_TELLING.toMillis()) {
      told = true;
      Log.STORE.warn(
          "the clock went back by {} s: the store's time stands at {} until it has caught up",
          (last - read) / 1000,
          Instant.ofEpochMilli(last));
    }
    return last;
  }

  /// The machine's clock where that is behind: what other processes have written by their clocks
  /// must not look old to one that has seen a later time.
  long nowForOthers() {
    return Math.min(now(), Millis.of(time.now()));
  }

  long nanoTime() {
    return time.nanoTime();
  }
}
