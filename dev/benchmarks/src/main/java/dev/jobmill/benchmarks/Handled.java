package dev.jobmill.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Counts the jobs that the handlers of any system have been given. Thread-safe.
final class Handled {
  private static final int LIMIT_MINUTES = 3;

  private final CountDownLatch left;
  private final LongAdder all = new LongAdder();
  private volatile long firstNanos;

  Handled(int jobs) {
    this.left = new CountDownLatch(jobs);
  }

  /// A handler runs.
  void one() {
    if (firstNanos == 0) {
      firstNanos = System.nanoTime();
    }
    all.increment();
    left.countDown();
  }

  /// Says so on standard error when jobs have run more than once: then more was done than is
  /// counted.
  void warnOfMore(int jobs) {
    if (all.sum() > jobs) {
      System.err.println(
          "... " + (all.sum() - jobs) + " of " + jobs + " jobs ran twice: not a fair measure");
    }
  }

  /// Waits for all, and gives when the first handler began, by the clock of [System#nanoTime()].
  long awaitAll() throws InterruptedException, TimeoutException {
    if (!left.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      throw new TimeoutException(left.getCount() + " jobs have not run: use fewer");
    }
    return firstNanos;
  }
}
