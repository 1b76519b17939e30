package dev.jobmill.store.sqlite;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.JobState;
import dev.jobmill.store.NextStep;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The ways in which a stored job moves on, each with all that goes with it: attempt, totals,
/// hints.
final class Moves {
  private static final int BY_MAX = 200;

  private Moves() {}

  /// A run ends as was decided.
  static void apply(Tx tx, LiveRow row, NextStep step, boolean reported) throws SQLException {
    write(tx, row, step, row.crashes(), 0, reported);
  }

  /// A run went down with its worker.
  ///
  /// @param alone whether nothing else ran there
  static void crash(Tx tx, LiveRow row, boolean alone) throws SQLException {
    int crashes = row.crashes() + 1;
    int lone = Suspects.loneCrashes(tx, row) + (alone ? 1 : 0);
    boolean once = row.has(Rules.AT_MOST_ONCE);
    write(tx, row, NextStep.afterCrash(row.state(), crashes, lone, once), crashes, lone, false);
  }

  private static void write(
      Tx tx, LiveRow row, NextStep step, int crashes, int loneCrashes, boolean reported)
      throws SQLException {
    JobState to = step.state();
    boolean crashed = step.attempt() == Attempt.Outcome.CRASHED;
    if (!to.isEnd() || to == JobState.CANCELLED || crashed) {
      insertAttempt(tx, row, step.attempt(), tx.now, step.error());
    }
    PreparedStatement update =
        tx.db.sql(
            "UPDATE job SET state = ?, reason = ?, attempt = ?, crashes = ?, reported = ?,"
                + " ended_at = ?, keep_until = ?, due_at = coalesce(?, due_at),"
                + " unnamed_at = NULL WHERE seq = ?");
    update.setInt(1, Codes.of(to));
    setNumber(update, 2, Codes.of(step.reason()));
    update.setInt(3, step.givesAttemptBack() ? row.attempt() - 1 : row.attempt());
    setNumber(update, 4, crashes == 0 ? null : (Integer) crashes);
    setNumber(update, 5, reported ? (Integer) 1 : null);
    setNumber(update, 6, to.isEnd() ? (Long) tx.now : null);
    setNumber(update, 7, to.isEnd() ? (Long) tx.keepUntil(row.lane(), to) : null);
    setNumber(update, 8, to == JobState.PENDING ? (Long) Millis.after(tx.now, step.delay()) : null);
    update.setLong(9, row.seq());
    update.executeUpdate();
    insertResult(tx, row.seq(), step.result());
    if (step.error() != null || to == JobState.COMPLETED) {
      setError(tx, row.seq(), step.error());
    }
    Suspects.moved(tx, row.seq(), row.lane(), row.state(), to, step.suspicion(), loneCrashes);
    tell(tx, row, to);
  }

  private static void tell(Tx tx, LiveRow row, JobState to) throws SQLException {
    switch (to) {
      case QUEUED -> tx.changes.queued(tx.lanes.get(row.lane()).queue());
      case PENDING -> tx.changes.pending();
      default -> Ends.happened(tx, row.seq(), row.lane(), row.rules(), row.id(), to);
    }
  }

  static void insertResult(Tx tx, long seq, @Nullable Content result) throws SQLException {
    if (result != null) {
      PreparedStatement insert =
          tx.db.sql("INSERT INTO result (job, encoding, bytes) VALUES (?, ?, ?)");
      insert.setLong(1, seq);
      setContent(insert, 2, result);
      insert.executeUpdate();
    }
  }

  static void setError(Tx tx, long seq, @Nullable Failure error) throws SQLException {
    PreparedStatement update =
        tx.db.sql(
            "UPDATE job SET error_kind = ?, error_message = ?, error_stack = ? WHERE seq = ?");
    setFailure(update, 1, error);
    update.setLong(4, seq);
    update.executeUpdate();
  }

  static void insertAttempt(
      Tx tx, LiveRow row, Attempt.Outcome outcome, long endedAt, @Nullable Failure error)
      throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO attempt (job, run, attempt, worker, started_at, ended_at, outcome,"
                + " error_kind, error_message, error_stack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, row.seq());
    insert.setInt(2, row.run());
    insert.setInt(3, row.attempt());
    insert.setLong(4, row.worker());
    insert.setLong(5, row.startedAt());
    insert.setLong(6, endedAt);
    insert.setInt(7, Codes.of(outcome));
    setFailure(insert, 8, error);
    insert.executeUpdate();
  }

  /// A job that waits may be claimed now.
  ///
  /// @param ready since when
  static void queue(Tx tx, LiveRow row, Instant ready) throws SQLException {
    JobState to = row.state().to(JobState.QUEUED);
    PreparedStatement update =
        tx.db.sql("UPDATE job SET state = 1, reason = NULL, rank = ? WHERE seq = ?");
    update.setLong(1, tx.ranking().rank(row.priority(), ready));
    update.setLong(2, row.seq());
    update.executeUpdate();
    tx.moved(row.lane(), row.state(), to);
    tx.changes.queued(tx.lanes.get(row.lane()).queue());
  }

  /// A run is to stop; its worker is told.
  static void askToCancel(Tx tx, LiveRow row, @Nullable String worker) throws SQLException {
    JobState to = row.state().to(JobState.CANCELLING);
    PreparedStatement update = tx.db.sql("UPDATE job SET state = 3 WHERE seq = ?");
    update.setLong(1, row.seq());
    update.executeUpdate();
    tx.moved(row.lane(), row.state(), to);
    if (worker != null) {
      tx.changes.cancelling(worker);
    }
  }

  /// An ended job goes back as if it had just come, but for its runs.
  static void requeue(Tx tx, LiveRow row) throws SQLException {
    JobState to = row.state().to(JobState.QUEUED);
    PreparedStatement update =
        tx.db.sql(
            "UPDATE job SET state = 1, rank = ?, due_at = ?, attempt = 0, crashes = NULL,"
                + " reason = NULL, ended_at = NULL, keep_until = NULL,"
                + " rules = nullif(coalesce(rules, 0) & ~8, 0),"
                + " error_kind = NULL, error_message = NULL, error_stack = NULL,"
                + " progress = NULL, progress_message = NULL WHERE seq = ?");
    update.setLong(1, tx.ranking().rank(row.priority(), Instant.ofEpochMilli(tx.now)));
    update.setLong(2, tx.now);
    update.setLong(3, row.seq());
    update.executeUpdate();
    PreparedStatement result = tx.db.sql("DELETE FROM result WHERE job = ?");
    result.setLong(1, row.seq());
    result.executeUpdate();
    tx.moved(row.lane(), row.state(), to);
    tx.changes.queued(tx.lanes.get(row.lane()).queue());
  }

  /// Writes down what a person did.
  static void record(Tx tx, LiveRow row, String by, String what, JobState to) throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO event (job, n, at, actor, what, from_state, to_state) VALUES (?1,"
                + " (SELECT coalesce(max(n), 0) + 1 FROM event WHERE job = ?1), ?2, ?3, ?4, ?5,"
                + " ?6)");
    insert.setLong(1, row.seq());
    insert.setLong(2, tx.now);
    insert.setString(3, by.length() > BY_MAX ? by.substring(0, BY_MAX) : by);
    insert.setString(4, what);
    insert.setInt(5, Codes.of(row.state()));
    insert.setInt(6, Codes.of(to));
    insert.executeUpdate();
  }

  static void setNumber(PreparedStatement statement, int index, @Nullable Number value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, value.longValue());
    }
  }

  /// Two columns: the encoding, where it is not the usual one, and the bytes.
  static void setContent(PreparedStatement statement, int index, @Nullable Content content)
      throws SQLException {
    statement.setString(
        index,
        content == null || content.encoding().equals(Content.JSON) ? null : content.encoding());
    statement.setBytes(index + 1, content == null ? null : content.bytes());
  }

  private static void setFailure(PreparedStatement statement, int index, @Nullable Failure error)
      throws SQLException {
    statement.setString(index, error == null ? null : error.kind());
    statement.setString(index + 1, error == null ? null : error.message());
    statement.setString(index + 2, error == null ? null : error.stack());
  }
}
