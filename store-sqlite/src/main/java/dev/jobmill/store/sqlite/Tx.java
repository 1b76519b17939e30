package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One transaction that writes, with its one reading of the clock. Totals are gathered here and
/// written once, however many jobs have moved.
final class Tx {
  private static final long RATE_MILLIS = 10_000;
  private static final long RATES_KEPT_MILLIS = 3_700_000;

  final Session db;
  final Lanes lanes;
  final RunCache runs;
  final Changes changes;
  final long now;

  /// When a job that ends now may be forgotten.
  final long keepUntil;

  private final Box box;
  private final Map<Integer, long[]> deltas = new HashMap<>();
  private long newestSeq = -1;
  private long submitted;
  private long ended;

  Tx(Session db, Lanes lanes, RunCache runs, Changes changes, long now, long keepUntil, Box box) {
    this.db = db;
    this.lanes = lanes;
    this.runs = runs;
    this.changes = changes;
    this.now = now;
    this.keepUntil = keepUntil;
    this.box = box;
  }

  /// Whether this transaction has taken as long as it may, so that bulk work is to be cut here.
  boolean isOver() {
    return box.isOver();
  }

  /// The number of the row for the next job that comes in. It is in use once [#takeSeq] says so.
  long nextSeq() throws SQLException {
    if (newestSeq < 0) {
      newestSeq = db.number("SELECT max(seq) FROM job", 0);
    }
    return newestSeq + 1;
  }

  void takeSeq() {
    newestSeq++;
  }

  /// A job has come (from null), gone (to null), or moved.
  void moved(int lane, @Nullable JobState from, @Nullable JobState to) {
    moved(lane, from, to, 1);
  }

  void moved(int lane, @Nullable JobState from, @Nullable JobState to, int jobs) {
    long[] delta = deltas.computeIfAbsent(lane, id -> new long[Codes.STATE_COUNT]);
    if (from == null) {
      submitted += jobs;
    } else {
      delta[Codes.of(from)] -= jobs;
    }
    if (to != null) {
      delta[Codes.of(to)] += jobs;
      if (to.isEnd()) {
        ended += jobs;
      }
    }
  }

  /// What is added to the number of jobs in each state.
  long[] moves() {
    long[] moves = new long[Codes.STATE_COUNT];
    for (long[] delta : deltas.values()) {
      for (int state = 0; state < moves.length; state++) {
        moves[state] += delta[state];
      }
    }
    return moves;
  }

  /// Writes the totals, before the commit.
  void flush() throws SQLException {
    for (Map.Entry<Integer, long[]> entry : deltas.entrySet()) {
      PreparedStatement update =
          db.sql(
              "UPDATE lane SET pending = pending + ?, queued = queued + ?,"
                  + " processing = processing + ?, cancelling = cancelling + ?,"
                  + " cancelled = cancelled + ?, completed = completed + ?, failed = failed + ?,"
                  + " timeout = timeout + ? WHERE id = ?");
      for (int state = 0; state < Codes.STATE_COUNT; state++) {
        update.setLong(state + 1, entry.getValue()[state]);
      }
      update.setInt(Codes.STATE_COUNT + 1, entry.getKey());
      update.executeUpdate();
    }
    if (submitted > 0 || ended > 0) {
      flushRates();
    }
  }

  private void flushRates() throws SQLException {
    long bucket = Math.floorDiv(now, RATE_MILLIS) * RATE_MILLIS;
    PreparedStatement add =
        db.sql("UPDATE rate SET submitted = submitted + ?, ended = ended + ? WHERE at = ?");
    add.setLong(1, submitted);
    add.setLong(2, ended);
    add.setLong(3, bucket);
    if (add.executeUpdate() == 0) {
      PreparedStatement insert = db.sql("INSERT INTO rate (submitted, ended, at) VALUES (?, ?, ?)");
      insert.setLong(1, submitted);
      insert.setLong(2, ended);
      insert.setLong(3, bucket);
      insert.executeUpdate();
      PreparedStatement trim = db.sql("DELETE FROM rate WHERE at < ?");
      trim.setLong(1, bucket - RATES_KEPT_MILLIS);
      trim.executeUpdate();
    }
  }
}
