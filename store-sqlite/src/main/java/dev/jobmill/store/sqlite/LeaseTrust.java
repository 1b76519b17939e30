package dev.jobmill.store.sqlite;

import dev.jobmill.store.LeaseGrace;
import java.time.Duration;
import java.time.Instant;

/// Whether leases may be believed to have run out: a [LeaseGrace] that also holds after writes have
/// failed, since renewals have failed with them while the passes kept their rhythm, and that holds
/// for the longest lease that workers here use. Thread-safe.
final class LeaseTrust {
  private final Duration gapMax;
  private Duration hold;
  private LeaseGrace grace;
  private int seenSetbacks;

  LeaseTrust(Duration gapMax, Duration lease) {
    this.gapMax = gapMax;
    this.hold = lease;
    this.grace = new LeaseGrace(gapMax, lease);
  }

  /// To be asked at each pass of reaping.
  ///
  /// @param setbacks how often writes have failed
  /// @param longestLease of those that workers have asked for
  synchronized boolean mayReap(Instant now, long nanos, int setbacks, Duration longestLease) {
    boolean longer = longestLease.compareTo(hold) > 0;
    if (longer || setbacks != seenSetbacks) {
      hold = longer ? longestLease : hold;
      seenSetbacks = setbacks;
      grace = new LeaseGrace(gapMax, hold);
    }
    return grace.mayReap(now, nanos);
  }
}
