package dev.jobmill.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Counts the jobs that the handlers of any system have been given. Thread-safe.
final class Handled {
  private static final int LIMIT_MINUTES = 3;

  private final CountDownLatch left;
  private volatile long firstNanos;

  Handled(int jobs) {
    this.left = new CountDownLatch(jobs);
  }

  /// A handler runs.
  void one() {
    if (firstNanos == 0) {
      firstNanos = System.nanoTime();
    }
    left.countDown();
  }

  /// Waits for all, and gives when the first handler began, by the clock of [System#nanoTime()].
  long awaitAll() throws InterruptedException, TimeoutException {
    if (!left.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      throw new TimeoutException(left.getCount() + " jobs have not run: use fewer");
    }
    return firstNanos;
  }
}
