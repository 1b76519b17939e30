package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// A worker that has announced itself, as a transaction finds it.
record WorkerRow(long id, String name, boolean foundDead, long leaseUntil, long lastClaim) {
  /// @throws InvalidRequest when it has not announced itself, or has withdrawn since
  static WorkerRow find(Tx tx, String name) throws SQLException {
    PreparedStatement find =
        tx.db.sql(
            "SELECT id, gone, lease_until, last_claim FROM worker WHERE name = ? AND gone < 2");
    find.setString(1, name);
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        throw new InvalidRequest(
            "worker " + name + " is unknown: a worker announces itself before it claims");
      }
      return new WorkerRow(
          row.getLong(1), name, row.getInt(2) != 0, row.getLong(3), row.getLong(4));
    }
  }

  /// Notes a sign of life.
  void prolong(Tx tx, Duration lease) throws SQLException {
    PreparedStatement update =
        tx.db.sql(
            "UPDATE worker SET lease_until = ?, gone = 0, gone_at = NULL,"
                + " died_with_several = NULL WHERE id = ?");
    update.setLong(1, Millis.after(tx.now, lease));
    update.setLong(2, id);
    update.executeUpdate();
  }

  void fares(Tx tx, String status) throws SQLException {
    PreparedStatement update = tx.db.sql("UPDATE worker SET status = ? WHERE id = ?");
    update.setString(1, status);
    update.setLong(2, id);
    update.executeUpdate();
  }

  void claimed(Tx tx, long claimId) throws SQLException {
    PreparedStatement update = tx.db.sql("UPDATE worker SET last_claim = ? WHERE id = ?");
    update.setLong(1, claimId);
    update.setLong(2, id);
    update.executeUpdate();
  }
}
