package dev.jobmill.job;

import dev.jobmill.time.Chance;
import dev.jobmill.time.TimeSource;
import java.util.UUID;

/// Makes [JobId]s: UUIDv7 (RFC 9562, section 5.7) that rise strictly within one instance, also when
/// the clock stands still or steps back. Thread-safe.
public final class JobIds {
  /// Bits of counter in `rand_a`; it starts in the lower half of its range, so that there is room
  /// to count.
  private static final int COUNTER_BITS = 12;

  private final TimeSource time;
  private final Chance chance;
  private long lastStamp;

  /// Ids stamped by `time`, with random bits from `chance`.
  public JobIds(TimeSource time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  /// A new id, greater than each one before.
  public JobId next() {
    long stamp = nextStamp(time.now().toEpochMilli() << COUNTER_BITS | chance.nextLong() >>> 53);
    long high = (stamp >>> COUNTER_BITS << 16) | 0x7000L | (stamp & 0xFFF);
    long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(high, low));
  }

  /// Milliseconds and counter are one number: counting past its end borrows from the next
  /// millisecond, as the RFC allows.
  private synchronized long nextStamp(long fresh) {
    lastStamp = Math.max(fresh, lastStamp + 1);
    return lastStamp;
  }
}
