package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// What a transaction knows of a queue when it looks for the first time.
///
/// @param limit the most waiting jobs; `Long.MAX_VALUE` for no limit
/// @param waiting how many waited before this transaction
record QueueRow(long limit, long waiting) {
  /// In the column: no limit.
  static final long NO_LIMIT = -1;

  static QueueRow read(Session db, String queue, long standard) throws SQLException {
    PreparedStatement find = db.sql("SELECT own_limit, waiting FROM queue WHERE name = ?");
    find.setString(1, queue);
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return new QueueRow(standard, 0);
      }
      long own = row.getLong(1);
      long limit = row.wasNull() ? standard : own == NO_LIMIT ? Long.MAX_VALUE : own;
      return new QueueRow(limit, row.getLong(2));
    }
  }

  static void addWaiting(Session db, String queue, long jobs) throws SQLException {
    PreparedStatement add =
        db.sql(
            "INSERT INTO queue (name, waiting) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET waiting = waiting + excluded.waiting");
    add.setString(1, queue);
    add.setLong(2, jobs);
    add.executeUpdate();
  }
}
