package dev.jobmill.worker;

import dev.jobmill.store.RunKey;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the stop of a worker waits for. Thread-safe.
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /// How long a stop waits for the store to take what became of the runs.
  private static final Duration REPORTS_MAX = Duration.ofSeconds(5);

  private static final long REPORTS_LOOK_MILLIS = 5;

  private final TimeSource time;
  private final Pools pools;
  private final Map<RunKey, ActiveRun> runs;
  private boolean hurried;

  Ending(TimeSource time, Pools pools, Map<RunKey, ActiveRun> runs) {
    this.time = time;
    this.pools = pools;
    this.runs = runs;
  }

  /// A slot has become free, or outcomes have been stored.
  synchronized void look() {
    notifyAll();
  }

  /// Waits for no thread any more.
  synchronized void hurry() {
    hurried = true;
    notifyAll();
  }

  /// Waits until no slot is taken. An interruption hurries, and is kept.
  synchronized void awaitThreads(Duration limit) {
    long end = time.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while (pools.taken() > 0 && left > 0 && !hurried) {
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        hurried = true;
        Thread.currentThread().interrupt();
        return;
      }
      left = Duration.ofNanos(end - time.nanoTime()).toMillis();
    }
  }

  /// What became of runs is stored before the worker goes, as far as the store takes it in time.
  synchronized void awaitReports() {
    long end = time.nanoTime() + REPORTS_MAX.toNanos();
    while (!runs.isEmpty() && time.nanoTime() - end < 0) {
      try {
        wait(REPORTS_LOOK_MILLIS);
      } catch (InterruptedException interrupted) {
        break;
      }
    }
    if (!runs.isEmpty()) {
      LOG.warn(
          "what became of {} runs could not be stored; their jobs will run again", runs.size());
    }
  }
}
