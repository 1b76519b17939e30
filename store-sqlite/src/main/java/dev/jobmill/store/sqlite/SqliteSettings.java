package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import java.time.Duration;

/// How a [SqliteJobStore] is to behave. Never changes: each method gives new settings.
///
/// @param historyRetention how long ended jobs are kept
/// @param renewalInterval the longest ordinary pause between two passes of reaping; after a longer
///   one leases are trusted again only after [#lease]
/// @param lease how long no run is reaped because of its lease after such a pause
/// @param time the store's clock
public record SqliteSettings(
    Duration historyRetention, Duration renewalInterval, Duration lease, TimeSource time) {
  /// 48 h of history, renewals each 10 s, leases of 30 s, the machine's clock.
  public static final SqliteSettings STANDARD =
      new SqliteSettings(
          Duration.ofDays(2), Duration.ofSeconds(10), Duration.ofSeconds(30), SystemTime.SYSTEM);

  /// Checks the ranges.
  ///
  /// @throws InvalidRequest when a duration is out of its range
  public SqliteSettings {
    if (historyRetention.isNegative()) {
      throw new InvalidRequest(
          "history retention " + historyRetention + " is negative: use zero or more");
    }
    if (!renewalInterval.isPositive() || lease.compareTo(renewalInterval) <= 0) {
      throw new InvalidRequest(
          "a lease of "
              + lease
              + " with renewals each "
              + renewalInterval
              + " cannot hold: use a positive interval and a longer lease");
    }
  }

  /// Keeps ended jobs for `value`.
  public SqliteSettings historyRetention(Duration value) {
    return new SqliteSettings(value, renewalInterval, lease, time);
  }

  /// Expects a pass of reaping at least each `interval` and distrusts leases for `value` otherwise.
  public SqliteSettings lease(Duration interval, Duration value) {
    return new SqliteSettings(historyRetention, interval, value, time);
  }

  /// Uses another clock.
  public SqliteSettings time(TimeSource value) {
    return new SqliteSettings(historyRetention, renewalInterval, lease, value);
  }
}
