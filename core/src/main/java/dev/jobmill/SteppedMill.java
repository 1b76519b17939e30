package dev.jobmill;

import dev.jobmill.worker.SteppedWorker;
import java.time.Duration;

/// A mill without threads: the real engine, whose work is done on the calling thread when it is
/// told to, at the time that a clock shows which only this turns. For tests; see
/// [JobmillBuilder#byHand]. Belongs to one thread.
///
/// Whoever waits for a job of [#mill()] lets time pass until it has ended. A handler may let time
/// pass as well: then its time limit, a cancel and its lease count, and no other job begins.
public final class SteppedMill implements AutoCloseable {
  private final Jobmill mill;
  private final SteppedWorker stepped;

  SteppedMill(Jobmill mill, SteppedWorker stepped) {
    this.mill = mill;
    this.stepped = stepped;
  }

  /// The mill itself: the client that submits and looks.
  public Jobmill mill() {
    return mill;
  }

  /// Runs what is due now, and what that brings about, until nothing is left that is due. What a
  /// handler throws is its job's failure, as ever.
  ///
  /// @return how many runs there were
  /// @throws IllegalStateException when there is no end of it
  /// @throws dev.jobmill.job.StoreUnavailable when the store is away
  public int drain() {
    return stepped.drain();
  }

  /// Lets time pass, and runs what becomes due meanwhile, each job at the time at which it does.
  ///
  /// @param span not negative
  public void advance(Duration span) {
    stepped.advance(span);
  }

  /// Closes the mill and its store. What was not run stays in the store.
  @Override
  public void close() {
    mill.close();
  }
}
