package dev.jobmill.worker;

import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows when runs must be stopped, and when a stopped run has been waited for long enough. Stepped
/// by a loop; everything else may be called by any thread.
final class TimeLimits {
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final TimeSource time;
  private final Duration stopGrace;
  private final Consumer<ActiveRun> onGivenUp;
  private final Runnable onEarlier;
  private final long origin;
  private final Map<ActiveRun, Alarm> alarms = new HashMap<>();
  private final TreeSet<Alarm> inOrder;
  private long lastNumber;

  /// @param stopGrace how long a run that was told to stop may go on
  /// @param onGivenUp decides the outcome of a run that went on for longer
  /// @param onEarlier called when an alarm was set that is earlier than all others
  TimeLimits(
      TimeSource time, Duration stopGrace, Consumer<ActiveRun> onGivenUp, Runnable onEarlier) {
    this.time = time;
    this.stopGrace = stopGrace;
    this.onGivenUp = onGivenUp;
    this.onEarlier = onEarlier;
    // The monotonic clock may overflow: instants are compared by their distance from now.
    this.origin = time.nanoTime();
    this.inOrder =
        new TreeSet<>(
            Comparator.comparingLong((Alarm alarm) -> alarm.atNanos - origin)
                .thenComparingLong(alarm -> alarm.number));
  }

  /// The run's time limit is kept from now on.
  void watch(ActiveRun run) {
    run.deadlineNanos().ifPresent(deadline -> set(run, deadline, StopCause.TIMEOUT));
  }

  /// Tells a run to stop, and will not wait for it for ever.
  void stop(ActiveRun run, StopCause cause) {
    if (run.stop(cause)) {
      set(run, time.nanoTime() + stopGrace.toNanos(), null);
    }
  }

  /// The run is over: its alarm need not be kept.
  void forget(ActiveRun run) {
    if (run.deadlineNanos().isPresent() || run.stopCause() != null) {
      remove(run);
    }
  }

  private synchronized void remove(ActiveRun run) {
    Alarm alarm = alarms.remove(run);
    if (alarm != null) {
      inOrder.remove(alarm);
    }
  }

  /// Rings what is due.
  Duration step() {
    while (true) {
      Alarm due;
      synchronized (this) {
        if (inOrder.isEmpty()) {
          return UNTIL_WOKEN;
        }
        due = inOrder.getFirst();
        long wait = due.atNanos - time.nanoTime();
        if (wait > 0) {
          return Duration.ofNanos(wait);
        }
        remove(due.run);
      }
      if (due.cause != null) {
        stop(due.run, due.cause);
      } else {
        onGivenUp.accept(due.run);
      }
    }
  }

  private void set(ActiveRun run, long atNanos, @Nullable StopCause cause) {
    boolean earliest;
    synchronized (this) {
      remove(run);
      Alarm alarm = new Alarm(atNanos, ++lastNumber, run, cause);
      alarms.put(run, alarm);
      inOrder.add(alarm);
      earliest = inOrder.getFirst().number == alarm.number;
    }
    if (earliest) {
      onEarlier.run();
    }
  }

  /// What happens to a run and when: a run has one alarm at a time, since one that is told to stop
  /// has no use for its time limit any more.
  ///
  /// @param cause why to stop the run; null to give it up
  private record Alarm(long atNanos, long number, ActiveRun run, @Nullable StopCause cause) {}
}
