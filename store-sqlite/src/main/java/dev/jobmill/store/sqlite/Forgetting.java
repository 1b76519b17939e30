package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Removes a job with all that belongs to it.
final class Forgetting {
  private static final List<String> OWNED =
      List.of(
          "DELETE FROM result WHERE job = ?",
          "DELETE FROM attempt WHERE job = ?",
          "DELETE FROM log_line WHERE job = ?",
          "DELETE FROM event WHERE job = ?");
  private static final List<String> EDGES =
      List.of(
          "DELETE FROM edge WHERE job = ?",
          "DELETE FROM edge WHERE pred = ?",
          "DELETE FROM release_mark WHERE pred = ?");

  private Forgetting() {}

  /// Only the rows: the totals are the caller's.
  static void forget(Tx tx, long seq, int rules) throws SQLException {
    if ((rules & Rules.UNIQUE) != 0) {
      UniqueKeys.drop(tx, seq);
    }
    if ((rules & (Rules.AWAITED | Rules.AFTER)) != 0) {
      deleteAll(tx, EDGES, seq);
    }
    if ((rules & Rules.ATTACHED) != 0) {
      Pieces.forget(tx, seq);
    }
    if ((rules & Rules.STACK) != 0) {
      StackRows.forget(tx, seq);
    }
    if ((rules & Rules.STEPPED) != 0) {
      StepRows.forget(tx, seq);
    }
    if ((rules & Rules.TAGGED) != 0) {
      forgetTags(tx, seq);
    }
    deleteAll(tx, OWNED, seq);
    deleteAll(tx, List.of("DELETE FROM spec WHERE job = ?", "DELETE FROM job WHERE seq = ?"), seq);
  }

  private static void deleteAll(Tx tx, List<String> statements, long seq) throws SQLException {
    for (String sql : statements) {
      PreparedStatement delete = tx.db.sql(sql);
      delete.setLong(1, seq);
      delete.executeUpdate();
    }
  }

  private static void forgetTags(Tx tx, long seq) throws SQLException {
    LiveRow row = LiveRow.at(tx, seq);
    if (row == null) {
      return;
    }
    for (String tag : tags(tx, seq)) {
      PreparedStatement delete = tx.db.sql("DELETE FROM tag WHERE name = ? AND id = ?");
      delete.setString(1, tag);
      delete.setBytes(2, Rows.bytes(row.id()));
      delete.executeUpdate();
    }
  }

  private static List<String> tags(Tx tx, long seq) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT tags FROM spec WHERE job = ?");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      String tags = row.next() ? row.getString(1) : null;
      return tags == null ? List.of() : Lines.split(tags);
    } catch (IllegalArgumentException unreadable) {
      Log.STORE.warn("the tags of row {} cannot be read", seq, unreadable);
      return List.of();
    }
  }
}
