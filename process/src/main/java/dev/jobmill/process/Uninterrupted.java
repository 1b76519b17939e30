package dev.jobmill.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits that an interruption does not cut short: while a program is being ended there is nothing
/// better to do, and leaving half-way would leave processes behind. Remembers that there was one.
/// For one thread.
final class Uninterrupted {
  private boolean interrupted;

  /// Waits for the thread's end.
  ///
  /// @return whether it has ended
  boolean join(Thread thread, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (thread.isAlive()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        // One too many rather than zero, which the duration is rounded down to.
        thread.join(Duration.ofNanos(left).plusMillis(1));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return true;
  }

  /// Waits for the thread's end, however long it takes.
  void join(Thread thread) {
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /// Waits for the process's end, up to `limit`.
  void waitFor(Process process, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (process.isAlive()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      try {
        process.waitFor(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /// Waits for the process's end, however long it takes.
  int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /// Pauses for about this long, less after an interruption.
  void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  /// The thread was interrupted where this did not see it.
  void noteInterruption() {
    interrupted = true;
  }

  /// Gives the interruption that came in the meantime back to the thread.
  void restore() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
