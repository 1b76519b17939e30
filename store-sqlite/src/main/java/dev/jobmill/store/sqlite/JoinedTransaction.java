package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Takes jobs in inside of a transaction that the caller has begun on a connection of its own to
/// the store's file, and that the caller ends. What is written here is one savepoint of it: taken
/// in whole, or as if it had never been tried.
final class JoinedTransaction {
  private static final String SAVEPOINT = "jobmill_submit";

  private final Path file;
  private final StoreClock clock;
  private final Policy policy;

  JoinedTransaction(Path file, StoreClock clock, Policy policy) {
    this.file = file;
    this.clock = clock;
    this.policy = policy;
  }

  /// @throws InvalidRequest when the connection is none to the store's file, or commits by itself
  List<Admittance> admit(Connection connection, List<AdmitGroup> groups) {
    try {
      if (connection.getAutoCommit()) {
        throw new InvalidRequest(
            "the connection commits after each statement: call setAutoCommit(false) before you"
                + " submit in its transaction");
      }
      Session db = Session.borrowing(connection);
      try {
        requireSameFile(db);
        return inSavepoint(db, groups);
      } finally {
        db.closeStatements();
      }
    } catch (SQLException failed) {
      throw new StoreUnavailable(
          "store "
              + file
              + " "
              + SqliteErrors.explain(failed)
              + " (the job was not submitted; your transaction is as it was. A transaction that has"
              + " read before it writes can be overtaken: begin it IMMEDIATE)",
          failed);
    }
  }

  private void requireSameFile(Session db) throws SQLException {
    String there = "";
    try (ResultSet row =
        db.sql("SELECT file FROM pragma_database_list WHERE name = 'main'").executeQuery()) {
      there = row.next() ? row.getString(1) : "";
    }
    if (there == null || there.isEmpty() || !isSame(there)) {
      throw new InvalidRequest(
          "the connection is to "
              + (there == null || there.isEmpty() ? "a database in memory" : there)
              + ": use one to the store's file "
              + file);
    }
  }

  private boolean isSame(String there) {
    try {
      return file.equals(Path.of(there).toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  private List<Admittance> inSavepoint(Session db, List<AdmitGroup> groups) throws SQLException {
    db.execute("SAVEPOINT " + SAVEPOINT);
    boolean done = false;
    try {
      Lanes lanes = new Lanes();
      lanes.refresh(db);
      Tx tx =
          new Tx(db, lanes, new RunCache(), new Changes(false), clock.now(), policy, new Box(null));
      List<Admittance> answers = SqliteAdmission.admit(tx, groups);
      tx.flush();
      db.execute("RELEASE " + SAVEPOINT);
      done = true;
      return answers;
    } catch (SQLException failed) {
      done = true;
      if (undo(db)) {
        throw failed;
      }
      throw new StoreUnavailable(
          "store "
              + file
              + " "
              + SqliteErrors.explain(failed)
              + " (SQLite has undone your whole transaction: roll back and begin it again)",
          failed);
    } finally {
      if (!done) {
        undo(db);
      }
    }
  }

  /// SQLite has undone the whole transaction by itself after some failures of the disk; then there
  /// is no savepoint any more.
  ///
  /// @return whether the rest of the transaction is as it was
  private boolean undo(Session db) {
    try {
      db.execute("ROLLBACK TO " + SAVEPOINT);
      db.execute("RELEASE " + SAVEPOINT);
      return true;
    } catch (SQLException gone) {
      Log.STORE.debug("the savepoint in a transaction on store {} is gone", file, gone);
      return false;
    }
  }
}
