package dev.jobmill.process;

import org.jspecify.annotations.Nullable;

/// Wakes the thread that waits for a program when its run shall end. It is interrupted only while
/// it waits for the program, so that a late signal never strikes what it does afterwards.
final class StopSignal {
  private boolean raised;
  private @Nullable Thread waiting;

  /// The run shall end. From any thread, any number of times.
  synchronized void raise() {
    raised = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /// Waits until the program has ended or the run shall end.
  ///
  /// @return whether the program has ended by itself
  boolean programEnds(Process process) {
    if (!enter()) {
      return !process.isAlive();
    }
    try {
      process.waitFor();
      return true;
    } catch (InterruptedException stop) {
      return !process.isAlive();
    } finally {
      leave();
    }
  }

  private synchronized boolean enter() {
    waiting = raised ? null : Thread.currentThread();
    return !raised;
  }

  /// Takes the interruption back: what follows must not be cut short by it.
  private synchronized void leave() {
    waiting = null;
    boolean late = Thread.interrupted();
    raised = raised || late;
  }
}
