package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stops a worker in good order at the first signal, and at once at the second.
final class SignalStop implements AutoCloseable {
  /// How long a hurried stop may take to give running jobs back, before the process just ends.
  private static final Duration HURRY_MAX = Duration.ofSeconds(3);

  private final Signals signals;
  private final Runnable onFirst;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Signals.Subscription subscription;
  private @Nullable Jobmill mill;
  private final CountDownLatch requested = new CountDownLatch(1);
  private boolean hurried;

  /// @param onFirst wakes the thread that will stop the worker
  SignalStop(Signals signals, Runnable onFirst) {
    this.signals = signals;
    this.onFirst = onFirst;
    this.subscription = signals.listen(this::received);
  }

  private void received() {
    if (isFirst()) {
      onFirst.run();
      return;
    }
    hurry();
    try {
      if (!ended.await(HURRY_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        signals.halt(ExitStatus.HURRIED);
      }
    } catch (InterruptedException interrupted) {
      signals.halt(ExitStatus.HURRIED);
    }
  }

  private synchronized boolean isFirst() {
    boolean first = requested.getCount() > 0;
    requested.countDown();
    return first;
  }

  private synchronized void hurry() {
    hurried = true;
    if (mill != null) {
      mill.hurry();
    }
  }

  /// Whether a signal has come.
  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /// Waits for a signal.
  void awaitRequest() throws InterruptedException {
    requested.await();
  }

  /// Waits for a signal, but not longer than `limit`.
  void awaitRequest(Duration limit) throws InterruptedException {
    var _ = requested.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Stops the worker: running jobs may end, then they are interrupted and given back.
  void end(Jobmill worker) {
    synchronized (this) {
      mill = worker;
      if (hurried) {
        worker.hurry();
      }
    }
    worker.stop(Jobmill.STOP_SOFT, Jobmill.STOP_HARD);
  }

  /// The status that the program ends with, where nothing else is wrong.
  synchronized int status() {
    return hurried ? ExitStatus.HURRIED : ExitStatus.OK;
  }

  @Override
  public void close() {
    ended.countDown();
    subscription.close();
  }
}
