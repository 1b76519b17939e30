package dev.jobmill.process.child;

import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a run shall end, and who wants to know. Thread-safe; user code never runs under its
/// lock.
final class StopFlag {
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable Thread thread;
  private @Nullable StopCause cause;

  /// The handler runs on this thread from now on.
  synchronized void begin() {
    thread = Thread.currentThread();
    if (cause != null) {
      thread.interrupt();
    }
  }

  /// The handler is done: its thread is interrupted no more.
  synchronized void end() {
    thread = null;
  }

  synchronized Optional<StopCause> cause() {
    return Optional.ofNullable(cause);
  }

  /// Asks the run to end: interrupts it, then runs what was added, on a thread of its own.
  void raise(StopCause why, JobId job) {
    List<Runnable> due;
    synchronized (this) {
      boolean first = cause == null;
      if (first || why == StopCause.LEASE_LOST) {
        cause = why;
      }
      if (!first) {
        return;
      }
      if (thread != null) {
        thread.interrupt();
      }
      due = List.copyOf(actions);
      actions.clear();
    }
    if (!due.isEmpty()) {
      Thread.ofPlatform().daemon().name("stop of job " + job).start(() -> due.forEach(this::run));
    }
  }

  /// Runs `action` when the run is asked to end, or at once.
  void add(Runnable action) {
    synchronized (this) {
      if (cause == null) {
        actions.add(action);
        return;
      }
    }
    run(action);
  }

  private void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException thrown) {
      System.err.println("an action at the stop of the run failed: " + thrown);
    }
  }
}
