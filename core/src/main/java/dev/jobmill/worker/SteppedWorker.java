package dev.jobmill.worker;

import dev.jobmill.notice.Notices;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.time.ManualTime;
import java.time.Duration;

/// The same worker without its threads: whoever steps it does all of its work, handlers included,
/// on the calling thread, at the time that a clock shows which is turned here. Belongs to one
/// thread. A handler may turn the clock on as well: time passes while it runs, with all that this
/// means (its time limit, a cancel, its lease), but no other job begins.
public final class SteppedWorker {
  /// Enough for any test; more is a job that brings about another one without end.
  static final int RUNS_MAX = 100_000;

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Worker worker;
  private final CallingThread thread;
  private final ManualTime time;
  private boolean draining;
  private Duration pause = SHORTEST;

  /// A worker that has not been started.
  ///
  /// @param settings its clock is `time`, which is the store's as well
  public SteppedWorker(
      JobStore store,
      WorkerSettings settings,
      Handlers handlers,
      WorkerInfo info,
      Notices notices,
      ManualTime time) {
    this.thread = new CallingThread();
    this.worker = new Worker(store, settings, handlers, info, notices, thread);
    this.time = time;
  }

  /// The worker itself, to be started and stopped.
  public Worker worker() {
    return worker;
  }

  /// Runs what is due now, and what that brings about, until nothing is left.
  ///
  /// @return how many runs there were
  /// @throws IllegalStateException when there is no end of it
  public int drain() {
    if (draining) {
      pause = worker.pass(false);
      return 0;
    }
    long before = thread.started();
    draining = true;
    try {
      // What the duties of one pass have brought about is seen by those of the next.
      for (int quiet = 0; quiet < 2; ) {
        boolean unreported = worker.hasRuns();
        long startedBefore = thread.started();
        pause = worker.pass(true);
        boolean busy = unreported || thread.started() > startedBefore || pause.isZero();
        quiet = busy ? 0 : quiet + 1;
        checkEnd(thread.started() - before);
      }
    } finally {
      draining = false;
    }
    return (int) (thread.started() - before);
  }

  private static void checkEnd(long runs) {
    if (runs > RUNS_MAX) {
      throw new IllegalStateException(
          "more than "
              + RUNS_MAX
              + " runs are due at the same time: does a job submit itself again at once?");
    }
  }

  /// Lets time pass, and runs what becomes due at the time at which it does.
  ///
  /// @param span not negative
  public void advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("time does not go back by " + span);
    }
    long end = time.nanoTime() + span.toNanos();
    drain();
    for (long left = span.toNanos(); left > 0; left = end - time.nanoTime()) {
      elapse(Duration.ofNanos(left));
    }
  }

  /// Runs what is due now; when nothing is, lets time pass until something may have become due, and
  /// runs that.
  ///
  /// @param most how much time may pass
  public void workOrWait(Duration most) {
    if (drain() == 0) {
      elapse(most);
    }
  }

  private void elapse(Duration most) {
    Duration step = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    time.advance(step.compareTo(most) < 0 ? step : most);
    drain();
  }
}
