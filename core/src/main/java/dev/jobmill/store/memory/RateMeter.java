package dev.jobmill.store.memory;

import dev.jobmill.store.Counts.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many jobs came and ended, in buckets of ten seconds of the last hour. Guarded by the lock of
/// its [Shelves].
final class RateMeter {
  private static final long BUCKET_SECONDS = 10;
  private static final long KEPT_SECONDS = 3600;

  private final Deque<Bucket> buckets = new ArrayDeque<>();

  void submitted(Instant now) {
    bucket(now).submitted++;
  }

  void ended(Instant now) {
    bucket(now).ended++;
  }

  /// A job that was counted at this very time was not taken in after all.
  void notSubmitted(Instant now) {
    bucket(now).submitted--;
  }

  /// A job that was counted at this very time has not ended after all.
  void notEnded(Instant now) {
    bucket(now).ended--;
  }

  Rate over(Duration span, Instant now) {
    long from = now.minus(span).getEpochSecond();
    long submitted = 0;
    long ended = 0;
    for (Bucket bucket : buckets) {
      if (bucket.start > from) {
        submitted += bucket.submitted;
        ended += bucket.ended;
      }
    }
    return new Rate(submitted, ended);
  }

  private Bucket bucket(Instant now) {
    long start = Math.floorDiv(now.getEpochSecond(), BUCKET_SECONDS) * BUCKET_SECONDS;
    Bucket last = buckets.peekLast();
    if (last == null || last.start != start) {
      last = new Bucket(start);
      buckets.addLast(last);
      while (buckets.getFirst().start <= start - KEPT_SECONDS) {
        buckets.removeFirst();
      }
    }
    return last;
  }

  private static final class Bucket {
    final long start;
    long submitted;
    long ended;

    Bucket(long start) {
      this.start = start;
    }
  }
}
