package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the steps of jobs have given, in rows of their own.
final class StepRows {
  private StepRows() {}

  /// How much a job has kept: its last row tells.
  private record Kept(int count, long bytes) {}

  static Steps.Answer keep(Tx tx, StepKept step) throws SQLException {
    LiveRow row = LiveRow.find(tx, step.run().job());
    if (row == null || !row.isRunning(step.run())) {
      return Steps.Answer.SUPERSEDED;
    }
    if (isKept(tx, row, step.name())) {
      return Steps.Answer.KEPT;
    }
    Kept kept = kept(tx, row);
    long bytes = kept.bytes() + step.content().size();
    if (kept.count() >= Steps.COUNT_MAX || bytes > Steps.JOB_BYTES_MAX) {
      return Steps.Answer.FULL;
    }
    insert(tx, row, step, kept.count() + 1, bytes);
    if (!row.has(Rules.STEPPED)) {
      PreparedStatement mark =
          tx.db.sql("UPDATE job SET rules = coalesce(rules, 0) | 256 WHERE seq = ?");
      mark.setLong(1, row.seq());
      mark.executeUpdate();
    }
    return Steps.Answer.KEPT;
  }

  private static boolean isKept(Tx tx, LiveRow row, String name) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT 1 FROM step WHERE job = ? AND name = ?");
    find.setLong(1, row.seq());
    find.setString(2, name);
    try (ResultSet found = find.executeQuery()) {
      return found.next();
    }
  }

  private static Kept kept(Tx tx, LiveRow row) throws SQLException {
    PreparedStatement last =
        tx.db.sql("SELECT n, total FROM step WHERE job = ? ORDER BY n DESC LIMIT 1");
    last.setLong(1, row.seq());
    try (ResultSet found = last.executeQuery()) {
      return found.next() ? new Kept(found.getInt(1), found.getLong(2)) : new Kept(0, 0);
    }
  }

  private static void insert(Tx tx, LiveRow row, StepKept step, int n, long total)
      throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO step (job, n, name, bytes, encoding, total) VALUES (?, ?, ?, ?, ?, ?)");
    String encoding = step.content().encoding();
    insert.setLong(1, row.seq());
    insert.setInt(2, n);
    insert.setString(3, step.name());
    insert.setBytes(4, step.content().bytes());
    insert.setString(5, encoding.equals(Content.JSON) ? null : encoding);
    insert.setLong(6, total);
    insert.executeUpdate();
  }

  static SequencedMap<String, Content> of(Session db, byte[] job) throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT step.name, step.bytes, step.encoding FROM job JOIN step ON step.job = job.seq"
                + " WHERE job.id = ? ORDER BY step.n");
    select.setBytes(1, job);
    SequencedMap<String, Content> steps = new LinkedHashMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String encoding = row.getString(3);
        steps.put(
            row.getString(1),
            Content.of(encoding == null ? Content.JSON : encoding, row.getBytes(2)));
      }
    }
    return steps;
  }

  static void forget(Tx tx, long seq) throws SQLException {
    PreparedStatement delete = tx.db.sql("DELETE FROM step WHERE job = ?");
    delete.setLong(1, seq);
    delete.executeUpdate();
  }
}
