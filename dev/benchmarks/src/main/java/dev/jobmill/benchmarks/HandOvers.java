package dev.jobmill.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What this machine takes to wake one parked thread after another, where nothing else goes on: the
/// least that work pays which passes through as many threads.
final class HandOvers {
  /// Between submit and start: to the writer, back to the submitter (beside the rest), to the claim
  /// loop, to the writer, back to the claim loop, to the handler's thread.
  static final int BETWEEN_SUBMIT_AND_START = 5;

  private HandOvers() {}

  /// Milliseconds of each of `rounds` ways through `threads` threads.
  static Percentiles run(int threads, int rounds) throws InterruptedException {
    double[] millis = new double[rounds];
    for (int i = -rounds / 5; i < rounds; i++) {
      CountDownLatch parked = new CountDownLatch(threads);
      List<Link> chain = new ArrayList<>();
      @Nullable Link next = null;
      for (int n = 0; n < threads; n++) {
        next = new Link(next, parked);
        chain.add(next);
      }
      chain.forEach(link -> link.thread.start());
      parked.await();
      long begin = System.nanoTime();
      chain.getLast().wake();
      for (Link link : chain) {
        link.thread.join();
      }
      if (i >= 0) {
        millis[i] = (chain.getFirst().wokenNanos - begin) / 1e6;
      }
    }
    return new Percentiles(millis);
  }

  /// A thread that wakes the next one as soon as it is woken.
  private static final class Link {
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private final @Nullable Link next;
    private final CountDownLatch parked;
    private volatile boolean woken;
    private long wokenNanos;

    Link(@Nullable Link next, CountDownLatch parked) {
      this.next = next;
      this.parked = parked;
    }

    void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }

    private void run() {
      parked.countDown();
      while (!woken) {
        LockSupport.park();
      }
      wokenNanos = System.nanoTime();
      if (next != null) {
        next.wake();
      }
    }
  }
}
