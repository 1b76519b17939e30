package dev.jobmill.store.sqlite;

import java.time.Duration;
import java.time.Instant;

/// Times as they are stored. Values that no clock will show are brought into the range of some
/// hundred million years instead of failing.
final class Millis {
  private static final long FAR = Long.MAX_VALUE / 4;
  private static final Instant LATEST = Instant.ofEpochMilli(FAR);
  private static final Instant EARLIEST = Instant.ofEpochMilli(-FAR);
  private static final Duration LONGEST = Duration.ofMillis(FAR);

  private Millis() {}

  /// The millisecond in which `instant` lies.
  static long of(Instant instant) {
    return clamp(instant).toEpochMilli();
  }

  /// The first millisecond that is not before `instant`: what is due is never early.
  static long ceiling(Instant instant) {
    Instant clamped = clamp(instant);
    long floor = clamped.toEpochMilli();
    return Instant.ofEpochMilli(floor).equals(clamped) ? floor : floor + 1;
  }

  static long after(long now, Duration delay) {
    Duration clamped = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    return Math.min(
        FAR, now + clamped.toMillis() + (clamped.toNanosPart() % 1_000_000 > 0 ? 1 : 0));
  }

  static long between(Duration span) {
    return (span.compareTo(LONGEST) > 0 ? LONGEST : span).toMillis();
  }

  private static Instant clamp(Instant instant) {
    if (instant.isAfter(LATEST)) {
      return LATEST;
    }
    return instant.isBefore(EARLIEST) ? EARLIEST : instant;
  }
}
