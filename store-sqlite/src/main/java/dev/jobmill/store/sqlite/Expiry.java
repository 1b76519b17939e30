package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Jobs whose first run must have started by a time. A note stays until that time, whatever becomes
/// of the job, so that a start need not look for one.
final class Expiry {
  private record Noted(long at, long job) {}

  private Expiry() {}

  static void note(Tx tx, long at, long seq) throws SQLException {
    PreparedStatement insert = tx.db.sql("INSERT OR IGNORE INTO expiry (at, job) VALUES (?, ?)");
    insert.setLong(1, at);
    insert.setLong(2, seq);
    insert.executeUpdate();
  }

  /// A job has not started in time.
  static void expire(Tx tx, LiveRow job) throws SQLException {
    Ends.waiting(tx, job, JobState.CANCELLED, Reason.EXPIRED, null);
  }

  /// Ends those whose time has passed, and drops what was noted of others.
  ///
  /// @return how many jobs expired
  static int pass(Tx tx, int limit) throws SQLException {
    int done = 0;
    for (Noted noted : over(tx, limit)) {
      if (isStill(tx, noted)) {
        LiveRow job = LiveRow.at(tx, noted.job());
        if (job != null) {
          expire(tx, job);
          done++;
        }
      }
      PreparedStatement delete = tx.db.sql("DELETE FROM expiry WHERE at = ? AND job = ?");
      delete.setLong(1, noted.at());
      delete.setLong(2, noted.job());
      delete.executeUpdate();
      if (tx.isOver()) {
        break;
      }
    }
    return done;
  }

  private static List<Noted> over(Tx tx, int limit) throws SQLException {
    PreparedStatement select =
        tx.db.sql("SELECT at, job FROM expiry WHERE at <= ? ORDER BY at, job LIMIT ?");
    select.setLong(1, tx.now);
    select.setInt(2, limit);
    List<Noted> over = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        over.add(new Noted(rows.getLong(1), rows.getLong(2)));
      }
    }
    return over;
  }

  /// The row may be that of another job by now.
  private static boolean isStill(Tx tx, Noted noted) throws SQLException {
    PreparedStatement find =
        tx.db.sql(
            "SELECT 1 FROM job JOIN spec ON spec.job = job.seq WHERE job.seq = ? AND state IN (0, 1)"
                + " AND run = 0 AND rules & 8 AND spec.deadline = ?");
    find.setLong(1, noted.job());
    find.setLong(2, noted.at());
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  /// When the next one is over; `Long.MAX_VALUE` for never.
  static long next(Session db) throws SQLException {
    return db.number("SELECT at FROM expiry ORDER BY at LIMIT 1", Long.MAX_VALUE);
  }
}
