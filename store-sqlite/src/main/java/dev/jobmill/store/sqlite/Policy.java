package dev.jobmill.store.sqlite;

import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import org.jspecify.annotations.Nullable;

/// What the store's settings say about jobs, ready for use in a transaction.
///
/// @param retentionMillis the standard time of `retention`
/// @param queueLimit the limit of queues of which nothing else was said; `Long.MAX_VALUE` for none
record Policy(Retention retention, long retentionMillis, Ranking ranking, long queueLimit) {
  static Policy of(Retention retention, Ranking ranking, @Nullable Long queueLimit) {
    return new Policy(
        retention,
        Millis.between(retention.standard()),
        ranking,
        queueLimit == null ? Long.MAX_VALUE : queueLimit);
  }
}
