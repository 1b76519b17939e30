package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// Makes transactions out of operations, and sees to it that each caller learns what is true: done,
/// not done, or not known. Belongs to the writer's thread.
final class Commits implements AutoCloseable {
  private static final long BUSY_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AFTER_BUG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final StoreFiles files;
  private final Turnstile turnstile;
  private final StoreClock clock;
  private final Policy policy;
  private final SqliteWakeups wakeups;
  private final Lanes lanes = new Lanes();
  private final RunCache runs = new RunCache();
  private final WritingSession session;
  private final AtomicInteger setbacks = new AtomicInteger();

  Commits(
      StoreFiles files,
      Session session,
      Turnstile turnstile,
      StoreClock clock,
      Policy policy,
      SqliteWakeups wakeups) {
    this.files = files;
    this.session = new WritingSession(files.database(), session);
    this.turnstile = turnstile;
    this.clock = clock;
    this.policy = policy;
    this.wakeups = wakeups;
  }

  /// Runs what `next` gives in one transaction.
  ///
  /// @param next gives null when nothing waits any more
  void commit(Supplier<@Nullable Operation<?>> next) {
    List<Operation<?>> taken = new ArrayList<>();
    Changes together = new Changes(wakeups.hasListeners());
    Changes changes = together;
    try {
      if (!inTurn(db -> attempt(db, next, taken, together), taken, next)) {
        changes = new Changes(wakeups.hasListeners());
        eachAlone(taken, changes);
      }
    } catch (RuntimeException | Error unforeseen) {
      Log.STORE.error("the writer of store {} met a bug and goes on", files.database(), unforeseen);
      failAll(taken, next, bug(unforeseen));
      dropSession();
      LockSupport.parkNanos(AFTER_BUG_NANOS);
    }
    taken.forEach(Operation::complete);
    wakeups.committed(changes);
  }

  private StoreUnavailable bug(Throwable thrown) {
    return new StoreUnavailable("store " + files.database() + " met a bug: " + thrown, thrown);
  }

  private interface Transaction {
    /// Gives false when it was undone because of one operation, so that each is to be run alone
    boolean run(Session db) throws SQLException;
  }

  private boolean inTurn(
      Transaction transaction, List<Operation<?>> taken, Supplier<@Nullable Operation<?>> next) {
    try {
      turnstile.enter();
      try {
        return transaction.run(session.get());
      } catch (SQLException failed) {
        if (SqliteErrors.needsReopening(failed)) {
          dropSession();
        }
        throw failed;
      } finally {
        leave();
      }
    } catch (SQLException failed) {
      failAll(taken, next, SqliteErrors.unavailable(files.database(), failed));
    } catch (IOException failed) {
      failAll(
          taken,
          next,
          new StoreUnavailable("store " + files.database() + " cannot be locked", failed));
    }
    return true;
  }

  private void leave() {
    try {
      turnstile.leave();
    } catch (IOException failed) {
      // What was committed stays committed; the next turn finds out what is wrong.
      Log.STORE.warn("the turn to write store {} was not given back", files.database(), failed);
    }
  }

  /// When not even a transaction could be begun, all who wait are told: none of them would fare
  /// better.
  private void failAll(
      List<Operation<?>> taken, Supplier<@Nullable Operation<?>> next, StoreUnavailable why) {
    setBack();
    if (taken.isEmpty()) {
      Operation<?> operation;
      while ((operation = next.get()) != null) {
        taken.add(operation);
      }
    }
    taken.forEach(operation -> failUnlessSettled(operation, why));
  }

  private static void failUnlessSettled(Operation<?> operation, RuntimeException why) {
    if (!operation.isSettled()) {
      operation.fail(why);
    }
  }

  /// Notes that somebody could not write.
  void setBack() {
    setbacks.incrementAndGet();
  }

  /// How often that was; any thread.
  int setbacks() {
    return setbacks.get();
  }

  /// Whether the turn does not come; any thread.
  boolean isStuck() {
    return turnstile.waitedNanos() > STUCK_NANOS;
  }

  /// Makes the wait for the turn fail, now and for ever; any thread.
  void stopWaiting() {
    try {
      turnstile.close();
    } catch (IOException failed) {
      Log.STORE.debug("the turnstile of store {} cannot be closed", files.database(), failed);
    }
  }

  private boolean attempt(
      Session db, Supplier<@Nullable Operation<?>> next, List<Operation<?>> taken, Changes changes)
      throws SQLException {
    Tx tx = begin(db, changes);
    boolean undone = true;
    try {
      Operation<?> operation;
      while ((operation = next.get()) != null) {
        taken.add(operation);
        if (!run(operation, tx)) {
          return false;
        }
        if (tx.isOver()) {
          break;
        }
      }
      tx.flush();
      undone = false;
    } finally {
      if (undone) {
        rollback(db);
      }
    }
    commit(tx, taken);
    return true;
  }

  /// Gives whether the operation left the transaction in good order
  private boolean run(Operation<?> operation, Tx tx) throws SQLException {
    long before = tx.db.changes();
    try {
      operation.run(tx);
      return true;
    } catch (InvalidRequest refused) {
      operation.fail(refused);
      return tx.db.changes() == before;
    } catch (SQLException failed) {
      if (SqliteErrors.isOfTheFile(failed)) {
        throw failed;
      }
      if (SqliteErrors.needsReopening(failed)) {
        dropSession();
      }
      return false;
    } catch (RuntimeException failed) {
      return false;
    }
  }

  /// One operation of several has failed in the middle: the others must not suffer for it.
  private void eachAlone(List<Operation<?>> taken, Changes changes) {
    for (Operation<?> operation : taken) {
      List<Operation<?>> only = List.of(operation);
      inTurn(
          db -> {
            Tx tx = begin(db, changes);
            boolean undone = true;
            try {
              operation.run(tx);
              tx.flush();
              undone = false;
            } catch (InvalidRequest refused) {
              operation.fail(refused);
            } catch (SQLException failed) {
              if (SqliteErrors.isOfTheFile(failed)) {
                throw failed;
              }
              operation.fail(SqliteErrors.unavailable(files.database(), failed));
              if (SqliteErrors.needsReopening(failed)) {
                dropSession();
              }
            } catch (RuntimeException | Error failed) {
              operation.fail(bug(failed));
            } finally {
              if (undone) {
                rollback(db);
              }
            }
            if (!undone) {
              commit(tx, only);
            }
            return true;
          },
          only,
          () -> null);
      // What goes wrong with a later one must not change what this one is told.
      operation.complete();
    }
  }

  private Tx begin(Session db, Changes changes) throws SQLException {
    beginPatiently(db);
    boolean begun = false;
    try {
      lanes.refresh(db);
      begun = true;
    } finally {
      if (!begun) {
        rollback(db);
      }
    }
    long now = clock.now();
    return new Tx(db, lanes, runs, changes, now, policy, new Box(turnstile));
  }

  /// Waits for what writes without taking turns, but not for ever: it keeps the turn from others.
  private void beginPatiently(Session db) throws SQLException {
    long start = SystemTime.SYSTEM.nanoTime();
    boolean told = false;
    while (true) {
      try {
        db.sql("BEGIN IMMEDIATE").execute();
        return;
      } catch (SQLException failed) {
        if (!SqliteErrors.isBusy(failed)
            || SystemTime.SYSTEM.nanoTime() - start > BUSY_PATIENCE_NANOS) {
          throw failed;
        }
        if (!told) {
          told = true;
          Log.STORE.warn(
              "store {} is being written by something that takes no turns: waiting for it",
              files.database());
        }
      }
    }
  }

  private void commit(Tx tx, List<Operation<?>> taken) throws SQLException {
    try {
      tx.db.sql("COMMIT").execute();
      wakeups.ownMoves().add(tx.moves());
      taken.forEach(Operation::committed);
    } catch (SQLException failed) {
      rollback(tx.db);
      if (SqliteErrors.is(failed, SQLiteErrorCode.SQLITE_IOERR)) {
        session.doubtLog();
        Log.STORE.error(
            "the disk of store {} failed while a transaction was committed: check it",
            files.database(),
            failed);
      }
      if (!SqliteErrors.isFull(failed) && !SqliteErrors.isBusy(failed)) {
        OutcomeUnknown why =
            new OutcomeUnknown(
                "store " + files.database() + " failed while it committed: " + failed.getMessage(),
                failed);
        taken.forEach(operation -> failUnlessSettled(operation, why));
      }
      throw failed;
    }
  }

  private void rollback(Session db) {
    lanes.forget();
    if (!session.isStill(db)) {
      // Closing its connection has undone the transaction.
      return;
    }
    try {
      db.execute("ROLLBACK");
    } catch (SQLException failed) {
      // SQLite has undone the transaction by itself, or the connection is broken and may still
      // hold the lock.
      Log.STORE.debug("ROLLBACK of store {} failed", files.database(), failed);
      dropSession();
    }
  }

  private void dropSession() {
    lanes.forget();
    session.drop();
  }

  /// Brings the log of changes into the database and cuts it off, unless somebody still reads it:
  /// nobody is waited for, and whoever comes meanwhile waits as for any other turn.
  void shrinkLog() {
    try {
      turnstile.enter();
      try {
        session.shrinkLog();
      } finally {
        leave();
      }
    } catch (SQLException | IOException failed) {
      Log.STORE.debug("the log of store {} could not be shrunk", files.database(), failed);
      dropSession();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
