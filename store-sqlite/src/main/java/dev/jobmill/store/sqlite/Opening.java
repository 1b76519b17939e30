package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes the first connection. It does so on a thread of its own, since native code would pin a
/// virtual caller, and an interrupt would close the turnstile.
final class Opening {
  private static final int BUSY_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 200;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StoreFiles files;
  private final Liveness liveness;
  private final Turnstile turnstile;
  private final StoreClock clock;
  private final long patienceNanos;

  Opening(StoreFiles files, Liveness liveness, Turnstile turnstile, StoreClock clock) {
    this(files, liveness, turnstile, clock, PATIENCE_NANOS);
  }

  /// @param patienceNanos how long others are waited for
  Opening(
      StoreFiles files,
      Liveness liveness,
      Turnstile turnstile,
      StoreClock clock,
      long patienceNanos) {
    this.liveness = liveness;
    this.files = files;
    this.turnstile = turnstile;
    this.clock = clock;
    this.patienceNanos = patienceNanos;
  }

  /// Gives a connection to a store with the schema of this version. Waits for those who write, but
  /// not for ever.
  Session session() throws SQLException, IOException {
    FutureTask<Session> opening = new FutureTask<>(this::open);
    Thread.ofPlatform().daemon().name("jobmill-sqlite-open").start(opening);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException waits) {
          if (turnstile.waitedNanos() > patienceNanos) {
            throw turnDoesNotCome(waits);
          }
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw cause(failed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StoreUnavailable turnDoesNotCome(TimeoutException waits) throws IOException {
    long pid = turnstile.lastHolder();
    // Makes the thread that waits give up and close its connection.
    turnstile.close();
    return new StoreUnavailable(
        "store "
            + files.database()
            + " cannot be opened while process "
            + pid
            + " holds the turn to write and seems to be stopped: continue or end that process",
        waits);
  }

  private static RuntimeException cause(ExecutionException failed)
      throws SQLException, IOException {
    switch (failed.getCause()) {
      case SQLException sql -> throw sql;
      case IOException io -> throw io;
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("bug: opening failed", failed);
    }
  }

  /// Others that open the file at the same moment are waited for.
  private Session open() throws SQLException, IOException {
    boolean leftOpen = new UncleanEnd(files, liveness).check();
    long start = SystemTime.SYSTEM.nanoTime();
    while (true) {
      try {
        Session session = Session.writing(files.database(), BUSY_MILLIS);
        boolean prepared = false;
        try {
          if (leftOpen) {
            emptyLog(session);
          }
          Schema.prepare(files.database(), session, turnstile, clock);
          prepared = true;
          return session;
        } finally {
          if (!prepared) {
            session.close();
          }
        }
      } catch (SQLException failed) {
        if (!SqliteErrors.isBusy(failed) || SystemTime.SYSTEM.nanoTime() - start > patienceNanos) {
          throw failed;
        }
      }
    }
  }

  /// The process that was killed may have met a disk that failed to keep the end of the log; the
  /// system still shows it, but would forget it with the power. In the database it is written anew.
  private void emptyLog(Session session) throws SQLException, IOException {
    turnstile.enter();
    try {
      if (!session.emptyLog()) {
        Log.STORE.debug("the log of store {} is being read", files.database());
      }
    } finally {
      turnstile.leave();
    }
  }
}
