package dev.jobmill.store.sqlite;

import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Note;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Progress and log lines of runs.
final class Notes {
  private Notes() {}

  static Applied write(Tx tx, Note note) throws SQLException {
    LiveRow row = LiveRow.find(tx, note.run().job());
    if (row == null || !row.isRunning(note.run())) {
      return Applied.SUPERSEDED;
    }
    Progress progress = note.progress();
    if (progress != null) {
      PreparedStatement update =
          tx.db.sql("UPDATE job SET progress = ?, progress_message = ? WHERE seq = ?");
      update.setDouble(1, progress.fraction());
      update.setString(2, progress.message());
      update.setLong(3, row.seq());
      update.executeUpdate();
    }
    if (!note.lines().isEmpty()) {
      writeLines(tx, row, note);
    }
    return Applied.APPLIED;
  }

  /// A worker stops a run at the most lines and says so with one more; what comes beyond that is
  /// from a worker that does not.
  private static void writeLines(Tx tx, LiveRow row, Note note) throws SQLException {
    long last = lastLine(tx, row);
    long n = note.firstLine();
    for (LogLine line : note.lines()) {
      if (n > last && n <= LogLine.LINES_PER_RUN_MAX + 1) {
        insert(tx, row, n, line);
      }
      n++;
    }
  }

  private static long lastLine(Tx tx, LiveRow row) throws SQLException {
    PreparedStatement last =
        tx.db.sql("SELECT coalesce(max(n), 0) FROM log_line WHERE job = ? AND run = ?");
    last.setLong(1, row.seq());
    last.setInt(2, row.run());
    try (ResultSet found = last.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  private static void insert(Tx tx, LiveRow row, long n, LogLine line) throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO log_line (job, run, n, at, level, message) VALUES (?, ?, ?, ?, ?, ?)");
    insert.setLong(1, row.seq());
    insert.setInt(2, row.run());
    insert.setLong(3, n);
    insert.setLong(4, Millis.of(line.at()));
    insert.setInt(5, Codes.of(line.level()));
    insert.setString(6, line.message());
    insert.executeUpdate();
  }
}
