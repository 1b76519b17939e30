package dev.jobmill.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/// Asks SQLite whether a database is sound.
final class Soundness {
  /// How many complaints are worth reading.
  private static final int MOST = 10;

  private Soundness() {}

  /// What is wrong with the structure of the database; empty when it is sound. Reads all of it.
  ///
  /// @throws SQLException when that could not be found out
  static List<String> quickly(Session db) throws SQLException {
    return ask(db, "PRAGMA quick_check(" + MOST + ")");
  }

  /// The same, and whether each index has what its table has. Takes several times as long.
  static List<String> wholly(Session db) throws SQLException {
    return ask(db, "PRAGMA integrity_check(" + MOST + ")");
  }

  private static List<String> ask(Session db, String question) throws SQLException {
    List<String> problems = new ArrayList<>();
    try (ResultSet rows = db.once(question).executeQuery()) {
      while (rows.next()) {
        String line = String.valueOf(rows.getString(1));
        if (!line.equals("ok")) {
          problems.addAll(line.lines().filter(part -> !part.startsWith("***")).toList());
        }
      }
    } catch (SQLException failed) {
      if (!isDamage(failed)) {
        throw failed;
      }
      problems.add(String.valueOf(failed.getMessage()));
    }
    return problems.subList(0, Math.min(MOST, problems.size()));
  }

  /// Whether a failure tells of damage rather than of a disk, a lock or a stop.
  static boolean isDamage(SQLException failed) {
    return SqliteErrors.is(failed, SQLiteErrorCode.SQLITE_CORRUPT)
        || SqliteErrors.is(failed, SQLiteErrorCode.SQLITE_NOTADB);
  }
}
