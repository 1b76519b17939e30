package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes transactions out of operations, and sees to it that each caller learns what is true: done,
/// not done, or not known. Belongs to the writer's thread.
final class Commits implements AutoCloseable {
  private static final int BUSY_MILLIS = 1_000;

  private final StoreFiles files;
  private final Turnstile turnstile;
  private final StoreClock clock;
  private final long retentionMillis;
  private final SqliteWakeups wakeups;
  private final Lanes lanes = new Lanes();
  private final RunCache runs = new RunCache();
  private @Nullable Session session;

  Commits(
      StoreFiles files,
      Session session,
      Turnstile turnstile,
      StoreClock clock,
      long retentionMillis,
      SqliteWakeups wakeups) {
    this.files = files;
    this.session = session;
    this.turnstile = turnstile;
    this.clock = clock;
    this.retentionMillis = retentionMillis;
    this.wakeups = wakeups;
  }

  /// Runs what `next` gives in one transaction.
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
      taken.forEach(operation -> failUnlessFailed(operation, bug(unforeseen)));
      dropSession();
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
        return transaction.run(session());
      } finally {
        leave();
      }
    } catch (SQLException failed) {
      StoreUnavailable why = SqliteErrors.unavailable(files.database(), failed);
      takeFirst(taken, next);
      taken.forEach(operation -> failUnlessFailed(operation, why));
      if (SqliteErrors.needsReopening(failed)) {
        dropSession();
      }
    } catch (IOException failed) {
      takeFirst(taken, next);
      StoreUnavailable why =
          new StoreUnavailable("store " + files.database() + " cannot be locked", failed);
      taken.forEach(operation -> failUnlessFailed(operation, why));
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

  /// When not even a transaction could be begun, whoever waits longest is told, and the next one
  /// tries again.
  private static void takeFirst(List<Operation<?>> taken, Supplier<@Nullable Operation<?>> next) {
    if (taken.isEmpty()) {
      Operation<?> first = next.get();
      if (first != null) {
        taken.add(first);
      }
    }
  }

  private static void failUnlessFailed(Operation<?> operation, RuntimeException why) {
    if (!operation.hasFailed()) {
      operation.fail(why);
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
    commit(db, taken);
    return true;
  }

  /// Gives whether the operation left the transaction in good order
  private static boolean run(Operation<?> operation, Tx tx) throws SQLException {
    try {
      operation.run(tx);
      return true;
    } catch (InvalidRequest refused) {
      operation.fail(refused);
      return true;
    } catch (SQLException failed) {
      if (SqliteErrors.isOfTheFile(failed)) {
        throw failed;
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
            } catch (RuntimeException | Error failed) {
              operation.fail(bug(failed));
            } finally {
              if (undone) {
                rollback(db);
              }
            }
            if (!undone) {
              commit(db, only);
            }
            return true;
          },
          only,
          () -> null);
    }
  }

  private Tx begin(Session db, Changes changes) throws SQLException {
    boolean told = false;
    while (true) {
      try {
        db.sql("BEGIN IMMEDIATE").execute();
        break;
      } catch (SQLException failed) {
        if (!SqliteErrors.isBusy(failed)) {
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
    lanes.refresh(db);
    long now = clock.now();
    long keepUntil = now + retentionMillis;
    return new Tx(db, lanes, runs, changes, now, keepUntil, new Box(turnstile));
  }

  private void commit(Session db, List<Operation<?>> taken) throws SQLException {
    try {
      db.sql("COMMIT").execute();
    } catch (SQLException failed) {
      rollback(db);
      if (!SqliteErrors.isFull(failed) && !SqliteErrors.isBusy(failed)) {
        OutcomeUnknown why =
            new OutcomeUnknown(
                "store " + files.database() + " failed while it committed: " + failed.getMessage(),
                failed);
        taken.forEach(operation -> failUnlessFailed(operation, why));
      }
      throw failed;
    }
  }

  private void rollback(Session db) {
    lanes.forget();
    try {
      db.sql("ROLLBACK").execute();
    } catch (SQLException failed) {
      // SQLite has already undone the transaction by itself, or the connection is broken, which
      // the next transaction finds out.
      Log.STORE.debug("ROLLBACK of store {} failed", files.database(), failed);
    }
  }

  private Session session() throws SQLException {
    Session open = session;
    if (open == null) {
      open = Session.writing(files.database(), BUSY_MILLIS);
      session = open;
    }
    return open;
  }

  private void dropSession() {
    Session broken = session;
    session = null;
    lanes.forget();
    if (broken != null) {
      broken.close();
    }
  }

  /// Brings what is in the log of changes into the database, as far as others let it.
  @Override
  public void close() {
    Session open = session;
    if (open != null) {
      ignoring(db -> db.execute("PRAGMA wal_checkpoint(PASSIVE)"), open);
      open.close();
      session = null;
    }
  }

  private interface Step {
    void run(Session db) throws SQLException;
  }

  private static void ignoring(Step step, Session db) {
    try {
      step.run(db);
    } catch (SQLException harmless) {
      Log.STORE.debug("the last checkpoint failed; the next open makes up for it", harmless);
    }
  }

  /// What must be said to those who wait while the turn does not come.
  static void tellStopped(Consumer<StoreUnavailable> refuse, Turnstile turnstile, String store) {
    long pid = 0;
    try {
      pid = turnstile.lastHolder();
    } catch (IOException unknown) {
      Log.STORE.debug("the holder of the turn cannot be read", unknown);
    }
    String message =
        "store "
            + store
            + " waits for process "
            + pid
            + ", which holds the turn to write and seems"
            + " to be stopped: continue or end that process";
    Log.STORE.warn(message);
    refuse.accept(new StoreUnavailable(message));
  }
}
