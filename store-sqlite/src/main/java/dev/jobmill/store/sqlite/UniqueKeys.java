package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Unique;
import dev.jobmill.store.UniqueRule;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Which job holds which key of a queue.
final class UniqueKeys {
  /// A key that is taken.
  ///
  /// @param job the row of its holder
  /// @param withinWindow whether it was taken for a time that is not over
  record Held(long job, boolean withinWindow) {}

  /// What is to be done with a job that comes with a key, and who holds it; null for nobody.
  record Answer(UniqueRule rule, @Nullable LiveRow holder) {}

  private static final Answer FREE = new Answer(UniqueRule.LET_IN, null);

  private UniqueKeys() {}

  static @Nullable Held held(Tx tx, String queue, String key) throws SQLException {
    PreparedStatement find =
        tx.db.sql("SELECT job, coalesce(until, 0) FROM unique_key WHERE queue = ? AND key = ?");
    find.setString(1, queue);
    find.setString(2, key);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? new Held(row.getLong(1), tx.now < row.getLong(2)) : null;
    }
  }

  static Answer ask(Tx tx, JobSpec spec, Unique unique) throws SQLException {
    Held held = held(tx, spec.queue(), unique.key().orElseThrow());
    LiveRow holder = held == null ? null : LiveRow.at(tx, held.job());
    if (held == null || holder == null) {
      return FREE;
    }
    return new Answer(UniqueRule.of(unique, holder.state(), held.withinWindow()), holder);
  }

  /// The job in row `seq` is the holder from now on.
  static void take(Tx tx, String queue, Unique unique, long seq, boolean anew) throws SQLException {
    Held held = held(tx, queue, unique.key().orElseThrow());
    if (held != null && held.job() != seq) {
      keepNoLonger(tx, held);
    }
    PreparedStatement take =
        tx.db.sql(
            "INSERT INTO unique_key (queue, key, job, until) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (queue, key) DO UPDATE SET job = excluded.job,"
                + " until = excluded.until");
    take.setString(1, queue);
    take.setString(2, unique.key().orElseThrow());
    take.setLong(3, seq);
    Moves.setNumber(
        take,
        4,
        anew && unique.window().isPresent()
            ? (Long) Millis.after(tx.now, unique.window().get())
            : null);
    take.executeUpdate();
  }

  /// The job has ended: what it still holds is free, unless it was taken for a time.
  static void letGo(Tx tx, long seq) throws SQLException {
    PreparedStatement delete =
        tx.db.sql("DELETE FROM unique_key WHERE job = ? AND (until IS NULL OR until <= ?)");
    delete.setLong(1, seq);
    delete.setLong(2, tx.now);
    delete.executeUpdate();
    PreparedStatement keep =
        tx.db.sql(
            "UPDATE job SET keep_until = max(keep_until, (SELECT until FROM unique_key"
                + " WHERE job = ?1)) WHERE seq = ?1 AND EXISTS (SELECT 1 FROM unique_key"
                + " WHERE job = ?1)");
    keep.setLong(1, seq);
    keep.executeUpdate();
  }

  /// A job that has ended and was kept for its key is kept for it no longer.
  private static void keepNoLonger(Tx tx, Held held) throws SQLException {
    LiveRow row = LiveRow.at(tx, held.job());
    if (row == null || !row.state().isEnd()) {
      return;
    }
    PreparedStatement reset = tx.db.sql("UPDATE job SET keep_until = ended_at + ? WHERE seq = ?");
    reset.setLong(1, tx.keepUntil(row.lane(), row.state()) - tx.now);
    reset.setLong(2, row.seq());
    reset.executeUpdate();
  }

  /// The job is forgotten.
  static void drop(Tx tx, long seq) throws SQLException {
    PreparedStatement delete = tx.db.sql("DELETE FROM unique_key WHERE job = ?");
    delete.setLong(1, seq);
    delete.executeUpdate();
  }

  /// Whether another job keeps this one, which has ended, from coming back; if not, it holds its
  /// key again.
  static boolean retake(Tx tx, LiveRow row) throws SQLException {
    Unique unique = of(tx, row.seq());
    if (unique == null) {
      return true;
    }
    String queue = tx.lanes.get(row.lane()).queue();
    Held held = held(tx, queue, unique.key().orElseThrow());
    if (held != null && held.job() == row.seq()) {
      return true;
    }
    LiveRow holder = held == null ? null : LiveRow.at(tx, held.job());
    if (held != null
        && holder != null
        && UniqueRule.refusesRetry(unique, holder.state(), held.withinWindow())) {
      return false;
    }
    take(tx, queue, unique, row.seq(), false);
    return true;
  }

  private static @Nullable Unique of(Tx tx, long seq) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT unique_rule FROM spec WHERE job = ?");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      String text = row.next() ? row.getString(1) : null;
      return text == null ? null : SpecText.unique(text);
    } catch (IllegalArgumentException unreadable) {
      Log.STORE.warn("the unique key of row {} cannot be read", seq, unreadable);
      return null;
    }
  }
}
