package dev.jobmill.store.sqlite;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.InvalidRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pieces of attachments, in rows of their own.
final class Pieces {
  private Pieces() {}

  /// Writes a piece of what the run of `row` keeps.
  static void write(
      Tx tx, LiveRow row, String name, int index, byte[] bytes, @Nullable Attachment finished)
      throws SQLException {
    if (index == 0) {
      drop(tx, "job = ?1 AND run = ?2 AND name = ?3", row, name);
      create(tx, row, name);
    }
    long id = id(tx, row, name);
    PreparedStatement insert =
        tx.db.sql("INSERT OR REPLACE INTO piece (attachment, n, bytes) VALUES (?, ?, ?)");
    insert.setLong(1, id);
    insert.setInt(2, index);
    insert.setBytes(3, bytes);
    insert.executeUpdate();
    if (finished != null) {
      finish(tx, id, finished);
    }
  }

  private static void create(Tx tx, LiveRow row, String name) throws SQLException {
    // What runs before this one have written is shown no more.
    drop(tx, "job = ?1 AND run < ?2 AND ?3 IS NOT NULL", row, name);
    if (count(tx, row) >= Attachment.COUNT_MAX) {
      throw new InvalidRequest(
          "attachment "
              + name
              + " is one too many: a run keeps at most "
              + Attachment.COUNT_MAX
              + ", put several into one");
    }
    PreparedStatement insert =
        tx.db.sql("INSERT INTO attachment (job, run, name) VALUES (?, ?, ?)");
    insert.setLong(1, row.seq());
    insert.setInt(2, row.run());
    insert.setString(3, name);
    insert.executeUpdate();
    if (!row.has(Rules.ATTACHED)) {
      PreparedStatement mark =
          tx.db.sql("UPDATE job SET rules = coalesce(rules, 0) | 32 WHERE seq = ?");
      mark.setLong(1, row.seq());
      mark.executeUpdate();
    }
  }

  private static int count(Tx tx, LiveRow row) throws SQLException {
    PreparedStatement count =
        tx.db.sql("SELECT count(*) FROM attachment WHERE job = ? AND run = ?");
    count.setLong(1, row.seq());
    count.setInt(2, row.run());
    try (ResultSet number = count.executeQuery()) {
      return number.next() ? number.getInt(1) : 0;
    }
  }

  private static long id(Tx tx, LiveRow row, String name) throws SQLException {
    PreparedStatement find =
        tx.db.sql("SELECT id FROM attachment WHERE job = ? AND run = ? AND name = ?");
    find.setLong(1, row.seq());
    find.setInt(2, row.run());
    find.setString(3, name);
    try (ResultSet found = find.executeQuery()) {
      if (found.next()) {
        return found.getLong(1);
      }
    }
    throw new InvalidRequest(
        "attachment " + name + " has not been begun: write its first piece first");
  }

  private static void finish(Tx tx, long id, Attachment finished) throws SQLException {
    PreparedStatement update =
        tx.db.sql("UPDATE attachment SET media_type = ?, bytes = ?, sha256 = ? WHERE id = ?");
    update.setString(1, finished.mediaType());
    update.setLong(2, finished.bytes());
    update.setString(3, finished.sha256());
    update.setLong(4, id);
    update.executeUpdate();
  }

  private static void drop(Tx tx, String which, LiveRow row, String name) throws SQLException {
    for (String delete :
        List.of(
            "DELETE FROM piece WHERE attachment IN (SELECT id FROM attachment WHERE " + which + ")",
            "DELETE FROM attachment WHERE " + which)) {
      PreparedStatement statement = tx.db.sql(delete);
      statement.setLong(1, row.seq());
      statement.setInt(2, row.run());
      statement.setString(3, name);
      statement.executeUpdate();
    }
  }

  static void forget(Tx tx, long seq) throws SQLException {
    for (String delete :
        List.of(
            "DELETE FROM piece WHERE attachment IN (SELECT id FROM attachment WHERE job = ?)",
            "DELETE FROM attachment WHERE job = ?")) {
      PreparedStatement statement = tx.db.sql(delete);
      statement.setLong(1, seq);
      statement.executeUpdate();
    }
  }

  /// What a job shows: the finished ones of its latest run.
  static List<Attachment> of(Session db, long seq, int run) throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT name, media_type, bytes, sha256 FROM attachment WHERE job = ? AND run = ?"
                + " AND sha256 IS NOT NULL ORDER BY name");
    select.setLong(1, seq);
    select.setInt(2, run);
    List<Attachment> all = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(
            new Attachment(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
      }
    }
    return all;
  }

  static byte @Nullable [] read(Session db, byte[] job, String name, int index)
      throws SQLException {
    PreparedStatement find =
        db.sql(
            "SELECT piece.bytes FROM job JOIN attachment a ON a.job = job.seq AND a.run = job.run"
                + " JOIN piece ON piece.attachment = a.id WHERE job.id = ? AND a.name = ?"
                + " AND a.sha256 IS NOT NULL AND piece.n = ?");
    find.setBytes(1, job);
    find.setString(2, name);
    find.setInt(3, index);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getBytes(1) : null;
    }
  }
}
