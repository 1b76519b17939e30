package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Finds rows by the time of their submission without an index for it: rows are numbered as they
/// come, so that their times rise, but for the clocks of several processes.
final class SeqByTime {
  /// How far the clocks of processes on one host may be apart.
  private static final long SLACK_MILLIS = 60_000;

  private SeqByTime() {}

  /// A row before which none was submitted at `since` or later.
  static long firstNear(Session db, long since) throws SQLException {
    long wanted = since - SLACK_MILLIS;
    long low = db.number("SELECT min(seq) FROM job", 1);
    long high = db.number("SELECT max(seq) FROM job", 0) + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (submittedFrom(db, middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// When the first job in this row or a later one was submitted.
  private static long submittedFrom(Session db, long seq) throws SQLException {
    PreparedStatement find =
        db.sql("SELECT submitted_at FROM job WHERE seq >= ? ORDER BY seq LIMIT 1");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }
  }
}
