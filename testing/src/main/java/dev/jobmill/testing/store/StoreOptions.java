package dev.jobmill.testing.store;

import dev.jobmill.store.Queues;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.time.TimeSource;
import org.jspecify.annotations.Nullable;

/// How a store under test is to be set up. Never changes: each `with` gives another one.
///
/// @param time the clock that it has to use for everything
/// @param retention how long it keeps ended jobs
/// @param ranking how it orders queued jobs
/// @param queueLimit the limit of waiting jobs of queues of which nothing else is said; null for
///   none
public record StoreOptions(
    TimeSource time, Retention retention, Ranking ranking, @Nullable Long queueLimit) {
  /// The settings that stores have when nothing is set.
  public static StoreOptions standard(TimeSource time) {
    return new StoreOptions(time, Retention.STANDARD, Ranking.AGEING, Queues.LIMIT_STANDARD);
  }

  /// Whether everything but the clock is as it is when nothing is set.
  public boolean isStandard() {
    return equals(standard(time));
  }

  /// The same with another clock.
  public StoreOptions withTime(TimeSource value) {
    return new StoreOptions(value, retention, ranking, queueLimit);
  }

  /// The same with another retention.
  public StoreOptions withRetention(Retention value) {
    return new StoreOptions(time, value, ranking, queueLimit);
  }

  /// The same with another order.
  public StoreOptions withRanking(Ranking value) {
    return new StoreOptions(time, retention, value, queueLimit);
  }

  /// The same with another limit.
  ///
  /// @param value null for none
  public StoreOptions withQueueLimit(@Nullable Long value) {
    return new StoreOptions(time, retention, ranking, value);
  }
}
