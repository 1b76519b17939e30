package dev.jobmill.store.sqlite;

import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The store's clock in milliseconds: it never goes back and never stands still. It follows the
/// machine's clock; when that is set back, it goes on at the pace of the monotonic clock from where
/// it was, until the machine's clock shows a later time again. Thread-safe.
final class StoreClock {
  private static final Duration BACK_WORTH_TELLING = Duration.ofSeconds(1);
  private static final Duration FORWARD_WORTH_TELLING = Duration.ofHours(1);

  private final TimeSource time;
  private boolean started;

  /// The last time that was taken from the machine's clock, and the monotonic clock at that moment.
  private long followed;

  private long followedNanos;

  /// Set back, so that the monotonic clock counts on from [#followed].
  private boolean alone;

  StoreClock(TimeSource time) {
    this.time = time;
  }

  synchronized long now() {
    return now(Millis.of(time.now()));
  }

  private long now(long read) {
    long nanos = time.nanoTime();
    if (!started) {
      started = true;
      follow(read, nanos);
      return read;
    }
    long passed = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - followedNanos));
    long expected = followed + passed;
    if (read < (alone ? expected : followed)) {
      goOnAlone(expected - read, expected);
      return expected;
    }
    if (read - expected > FORWARD_WORTH_TELLING.toMillis()) {
      Log.STORE.warn(
          "the clock went forward by {} s to {}, and the store's time with it (the clock was set,"
              + " or the machine slept)",
          (read - expected) / 1000,
          Instant.ofEpochMilli(read));
    }
    follow(read, nanos);
    return read;
  }

  private void follow(long read, long nanos) {
    followed = read;
    followedNanos = nanos;
    alone = false;
  }

  private void goOnAlone(long behind, long expected) {
    if (!alone && behind >= BACK_WORTH_TELLING.toMillis()) {
      Log.STORE.warn(
          "the clock went back by {} s: the store's time goes on from {} until the clock has"
              + " caught up, or the store is opened anew",
          behind / 1000,
          Instant.ofEpochMilli(expected));
    }
    alone = true;
  }

  /// The machine's clock where that is behind: what other processes have written by their clocks
  /// must not look old to one that has seen a later time.
  synchronized long nowForOthers() {
    long read = Millis.of(time.now());
    return Math.min(now(read), read);
  }

  long nanoTime() {
    return time.nanoTime();
  }
}
