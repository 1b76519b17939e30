package dev.jobmill.process;

import dev.jobmill.job.JobContext;
import dev.jobmill.process.frame.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run in one child. Three threads meet here: the one that reads what the child says, the one
/// that stops the run, and the handler's, which waits for how it ends.
final class ChildTurn {
  private static final Logger LOG = LoggerFactory.getLogger(ChildTurn.class);

  private final JobContext job;
  private final ChildCalls calls;
  private @Nullable Ending ending;
  private boolean stopping;

  ChildTurn(JobContext job, ChildCalls calls) {
    this.job = job;
    this.calls = calls;
  }

  // The thread that reads.

  /// The child said something.
  void told(Frame frame) {
    switch (frame) {
      case Frame.Told(double fraction, String message) ->
          quietly(() -> job.progress(fraction, message));
      case Frame.Line(var level, String message) -> quietly(() -> job.log(level, message));
      case Frame.AskResults ask -> calls.askResults(ask);
      case Frame.Attach attach -> calls.attach(attach);
      case Frame.Piece piece -> calls.told(piece.call(), piece);
      case Frame.Unreadable unreadable -> calls.told(unreadable.call(), unreadable);
      case Frame.End end -> ended(new Ending.Told(end));
      case Frame.Unusable(String message) -> ended(new Ending.Unusable(message));
      case Frame.Ready(int version) -> {
        if (version != Frame.VERSION) {
          ended(
              new Ending.Unusable(
                  "the child JVM speaks version "
                      + version
                      + " and this worker version "
                      + Frame.VERSION
                      + ": give it the same Jobmill with Isolation.classPath"));
        }
      }
      default -> lost(new IOException("a child does not say " + frame.getClass().getSimpleName()));
    }
  }

  /// News of a run may be refused; its end must be heard all the same.
  private void quietly(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException refused) {
      LOG.warn("news of job {} were refused", job.id(), refused);
    }
  }

  /// The child says nothing any more.
  ///
  /// @param why what was wrong with what it said; null when it just ended
  void lost(@Nullable IOException why) {
    ended(new Ending.Lost(why));
  }

  private synchronized void ended(Ending how) {
    if (ending == null) {
      ending = how;
      notifyAll();
    }
  }

  // The thread that stops.

  /// The run shall end. From any thread, any number of times.
  synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  // The handler's thread.

  /// Whether the run was asked to end.
  synchronized boolean stopped() {
    return stopping;
  }

  /// Waits until the run has ended. An interruption of the thread asks it to end, too.
  ///
  /// @param grace how long it may take once it was asked to
  /// @param tellStop tells the child; does not wait
  Ending await(Duration grace, Runnable tellStop, Uninterrupted patience) {
    boolean interrupted = !awaitEndOrStop();
    if (interrupted) {
      patience.noteInterruption();
      stop();
    }
    synchronized (this) {
      if (ending != null) {
        return ending;
      }
    }
    tellStop.run();
    return awaitEnd(grace, patience);
  }

  private synchronized boolean awaitEndOrStop() {
    try {
      while (ending == null && !stopping) {
        wait();
      }
      return true;
    } catch (InterruptedException stop) {
      return false;
    }
  }

  private synchronized Ending awaitEnd(Duration grace, Uninterrupted patience) {
    long deadline = System.nanoTime() + grace.toNanos();
    while (ending == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return new Ending.Overdue();
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException again) {
        patience.noteInterruption();
      }
    }
    return ending;
  }

  /// How a run ended.
  sealed interface Ending {
    /// The handler returned or threw.
    record Told(Frame.End end) implements Ending {}

    /// There is no handler.
    record Unusable(String message) implements Ending {}

    /// The child ended first, or spoke nonsense.
    record Lost(@Nullable IOException why) implements Ending {}

    /// The handler went on after it was asked to end.
    record Overdue() implements Ending {}
  }
}
