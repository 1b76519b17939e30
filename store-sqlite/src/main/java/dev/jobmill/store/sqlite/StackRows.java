package dev.jobmill.store.sqlite;

import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import dev.jobmill.store.Stacks.LiveStack;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The stacks that are asked for, and those that were answered.
final class StackRows {
  private StackRows() {}

  static Applied ask(Tx tx, JobKey key) throws SQLException {
    LiveRow row = LiveRow.find(tx, key);
    String worker = row == null || row.run() == 0 ? null : workerThere(tx, row.worker());
    if (row == null || worker == null) {
      return Applied.SUPERSEDED;
    }
    forgetOverdue(tx);
    put(tx, row, null);
    tx.changes.cancelling(worker);
    return Applied.APPLIED;
  }

  private static @Nullable String workerThere(Tx tx, long worker) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT name FROM worker WHERE id = ? AND gone = 0");
    find.setLong(1, worker);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /// What nobody has answered in time is of no use to anybody.
  private static void forgetOverdue(Tx tx) throws SQLException {
    PreparedStatement delete = tx.db.sql("DELETE FROM stack WHERE at IS NULL AND asked_at <= ?");
    delete.setLong(1, tx.now - Stacks.ASK_LASTS.toMillis());
    delete.executeUpdate();
  }

  /// @param text null for an ask
  private static void put(Tx tx, LiveRow row, @Nullable String text) throws SQLException {
    PreparedStatement put =
        tx.db.sql(
            "INSERT OR REPLACE INTO stack (job, run, asked_at, at, text) VALUES (?, ?, ?, ?, ?)");
    put.setLong(1, row.seq());
    put.setInt(2, row.run());
    put.setLong(3, tx.now);
    Moves.setNumber(put, 4, text == null ? null : (Long) tx.now);
    put.setString(5, text);
    put.executeUpdate();
    if (!row.has(Rules.STACK)) {
      PreparedStatement mark =
          tx.db.sql("UPDATE job SET rules = coalesce(rules, 0) | 512 WHERE seq = ?");
      mark.setLong(1, row.seq());
      mark.executeUpdate();
    }
  }

  static Applied write(Tx tx, RunKey run, String text) throws SQLException {
    LiveRow row = LiveRow.find(tx, run.job());
    if (row == null || row.run() != run.run() || row.worker() == 0) {
      return Applied.SUPERSEDED;
    }
    put(tx, row, text);
    tx.changes.stack();
    return Applied.APPLIED;
  }

  /// The runs of a worker that are asked for.
  static Set<RunKey> asked(Tx tx, long worker) throws SQLException {
    PreparedStatement select =
        tx.db.sql(
            "SELECT job.id, job.run, job.lane FROM stack INDEXED BY stack_asked"
                + " JOIN job ON job.seq = stack.job AND job.run = stack.run"
                + " WHERE stack.at IS NULL AND stack.asked_at > ? AND job.worker = ?");
    select.setLong(1, tx.now - Stacks.ASK_LASTS.toMillis());
    select.setLong(2, worker);
    Set<RunKey> asked = new HashSet<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        asked.add(
            new RunKey(
                tx.lanes.get(row.getInt(3)).queue(), Rows.id(row.getBytes(1)), row.getInt(2)));
      }
    }
    return asked;
  }

  static @Nullable LiveStack read(Session db, byte[] job) throws SQLException {
    PreparedStatement find =
        db.sql(
            "SELECT stack.run, stack.at, stack.text FROM job JOIN stack ON stack.job = job.seq"
                + " WHERE job.id = ? AND stack.at IS NOT NULL");
    find.setBytes(1, job);
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? new LiveStack(row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3))
          : null;
    }
  }

  static void forget(Tx tx, long seq) throws SQLException {
    PreparedStatement delete = tx.db.sql("DELETE FROM stack WHERE job = ?");
    delete.setLong(1, seq);
    delete.executeUpdate();
  }
}
