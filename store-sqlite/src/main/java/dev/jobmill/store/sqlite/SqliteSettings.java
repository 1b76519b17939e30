package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a [SqliteJobStore] is to behave. Never changes: each method gives new settings.
public final class SqliteSettings {
  /// 48 h of history, renewals each 10 s, leases of 30 s, ageing priorities, at most 1 000 000
  /// waiting jobs in a queue, the machine's clock.
  public static final SqliteSettings STANDARD = new SqliteSettings();

  private Retention retention = Retention.STANDARD;
  private Duration renewalInterval = Duration.ofSeconds(10);
  private Duration lease = Duration.ofSeconds(30);
  private Ranking ranking = Ranking.AGEING;
  private @Nullable Long queueLimit = Queues.LIMIT_STANDARD;
  private TimeSource time = SystemTime.SYSTEM;

  private SqliteSettings() {}

  private SqliteSettings copy() {
    SqliteSettings copy = new SqliteSettings();
    copy.retention = retention;
    copy.renewalInterval = renewalInterval;
    copy.lease = lease;
    copy.ranking = ranking;
    copy.queueLimit = queueLimit;
    copy.time = time;
    return copy;
  }

  /// Keeps all ended jobs for `value`.
  ///
  /// @param value zero or more
  public SqliteSettings historyRetention(Duration value) {
    return retention(Retention.of(value));
  }

  /// Keeps ended jobs as told.
  public SqliteSettings retention(Retention value) {
    SqliteSettings next = copy();
    next.retention = value;
    return next;
  }

  /// Expects a pass of reaping at least each `interval`; after a longer pause no run is reaped
  /// because of its lease for `value`.
  ///
  /// @throws InvalidRequest when the lease is not longer than the interval
  public SqliteSettings lease(Duration interval, Duration value) {
    if (!interval.isPositive() || value.compareTo(interval) <= 0) {
      throw new InvalidRequest(
          "a lease of "
              + value
              + " with renewals each "
              + interval
              + " cannot hold: use a positive interval and a longer lease");
    }
    SqliteSettings next = copy();
    next.renewalInterval = interval;
    next.lease = value;
    return next;
  }

  /// Orders queued jobs in another way. All processes on a file should use the same.
  public SqliteSettings ranking(Ranking value) {
    SqliteSettings next = copy();
    next.ranking = value;
    return next;
  }

  /// The limit of waiting jobs of queues of which nothing else was said.
  ///
  /// @param value zero or more; null for no limit
  public SqliteSettings queueLimit(@Nullable Long value) {
    if (value != null && value < 0) {
      throw new InvalidRequest("queue limit " + value + " is negative: use zero or more");
    }
    SqliteSettings next = copy();
    next.queueLimit = value;
    return next;
  }

  /// Uses another clock.
  public SqliteSettings time(TimeSource value) {
    SqliteSettings next = copy();
    next.time = value;
    return next;
  }

  Policy policy() {
    return Policy.of(retention, ranking, queueLimit);
  }

  Duration renewalInterval() {
    return renewalInterval;
  }

  Duration lease() {
    return lease;
  }

  TimeSource time() {
    return time;
  }
}
