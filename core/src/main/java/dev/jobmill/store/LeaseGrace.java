package dev.jobmill.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether leases may be believed to have run out. After a gap in the passes of reaping (the
/// process has just started, the laptop slept, the store was away) or a jump of the clock, every
/// worker may have been unable to renew: nothing is reaped by lease for one full lease. Not
/// thread-safe: belongs to the one place that reaps.
public final class LeaseGrace {
  private final Duration gapMax;
  private final Duration lease;
  private @Nullable Instant lastWall;
  private long lastNanos;
  private @Nullable Instant holdUntil;

  /// @param gapMax the longest pause between passes that is ordinary: the renewal interval
  /// @param lease how long to hold after a longer one
  public LeaseGrace(Duration gapMax, Duration lease) {
    this.gapMax = gapMax;
    this.lease = lease;
  }

  /// To be asked at each pass of reaping.
  ///
  /// @param now the wall clock
  /// @param nanos the monotonic clock
  /// @return whether runs may be reaped because of their lease in this pass
  public boolean mayReap(Instant now, long nanos) {
    Instant before = lastWall;
    boolean ordinary = false;
    if (before != null) {
      Duration wall = Duration.between(before, now);
      Duration monotonic = Duration.ofNanos(nanos - lastNanos);
      boolean jumped = wall.minus(monotonic).abs().compareTo(gapMax) > 0;
      ordinary = !jumped && monotonic.compareTo(gapMax) <= 0;
    }
    lastWall = now;
    lastNanos = nanos;
    if (!ordinary) {
      holdUntil = now.plus(lease);
    }
    Instant hold = holdUntil;
    return hold == null || !now.isBefore(hold);
  }
}
