package dev.jobmill.store.sqlite;

import dev.jobmill.job.Due;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What people do to one job, written down in its events.
final class Acts {
  private Acts() {}

  static Acted cancel(Tx tx, LiveRow row, String by) throws SQLException {
    if (row.state().isWaiting()) {
      Moves.record(tx, row, by, "cancel", JobState.CANCELLED);
      Ends.waiting(tx, row, JobState.CANCELLED, null, null);
      return Acted.changed(JobState.CANCELLED);
    }
    if (row.state() == JobState.PROCESSING) {
      Moves.askToCancel(tx, row, workerName(tx, row.worker()));
      Moves.record(tx, row, by, "cancel", JobState.CANCELLING);
      return Acted.changed(JobState.CANCELLING);
    }
    return Acted.tooLate(row.state());
  }

  private static @Nullable String workerName(Tx tx, long worker) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT name FROM worker WHERE id = ?");
    find.setLong(1, worker);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  static Acted retry(Tx tx, LiveRow row, String by) throws SQLException {
    if (!row.state().isEnd()) {
      return Acted.tooLate(row.state());
    }
    if (row.has(Rules.UNIQUE) && !UniqueKeys.retake(tx, row)) {
      return Acted.refused(row.state(), Refusal.DUPLICATE);
    }
    keepLastAttempt(tx, row.seq());
    Moves.requeue(tx, row);
    Moves.record(tx, row, by, "retry", JobState.QUEUED);
    return Acted.changed(JobState.QUEUED);
  }

  /// The row will tell of another run from now on.
  private static void keepLastAttempt(Tx tx, long seq) throws SQLException {
    PreparedStatement keep =
        tx.db.sql(
            "INSERT OR IGNORE INTO attempt (job, run, attempt, worker, started_at, ended_at,"
                + " outcome, error_kind, error_message, error_stack) SELECT seq, run, attempt,"
                + " worker, started_at, ended_at, state - 4, iif(state = 5, NULL, error_kind),"
                + " iif(state = 5, NULL, error_message), iif(state = 5, NULL, error_stack)"
                + " FROM job WHERE seq = ? AND run > 0 AND worker IS NOT NULL"
                + " AND state IN (5, 6, 7)");
    keep.setLong(1, seq);
    keep.executeUpdate();
  }

  static Acted change(Tx tx, LiveRow row, Change change, String by) throws SQLException {
    if (!row.state().isWaiting()) {
      return Acted.tooLate(row.state());
    }
    return Acted.changed(
        switch (change) {
          case Change.Prioritise(Priority priority) -> prioritise(tx, row, priority, by);
          case Change.Reschedule(Due due) ->
              reschedule(tx, row, Millis.ceiling(due.from(Instant.ofEpochMilli(tx.now))), by);
        });
  }

  private static JobState prioritise(Tx tx, LiveRow row, Priority priority, String by)
      throws SQLException {
    Instant ready = tx.ranking().readyAt(row.rank(), row.priority());
    PreparedStatement update = tx.db.sql("UPDATE job SET priority = ?, rank = ? WHERE seq = ?");
    boolean normal = priority.equals(Priority.NORMAL);
    Moves.setNumber(update, 1, normal ? null : (Integer) priority.level());
    update.setLong(2, tx.ranking().rank(priority, ready));
    update.setLong(3, row.seq());
    update.executeUpdate();
    Moves.record(tx, row, by, "priority", row.state());
    return row.state();
  }

  private static JobState reschedule(Tx tx, LiveRow row, long due, String by) throws SQLException {
    boolean later = due > tx.now;
    JobState to = row.waitsForOthers() || later ? JobState.PENDING : JobState.QUEUED;
    Moves.record(tx, row, by, "reschedule", to);
    if (row.state() == JobState.QUEUED && !later) {
      return to;
    }
    PreparedStatement update =
        tx.db.sql("UPDATE job SET due_at = ?, state = ?, reason = ? WHERE seq = ?");
    update.setLong(1, due);
    update.setInt(2, Codes.of(JobState.PENDING));
    boolean queued = row.state() == JobState.QUEUED;
    update.setInt(3, queued ? Codes.codeOf(Reason.SCHEDULED) : row.reason());
    update.setLong(4, row.seq());
    update.executeUpdate();
    if (queued) {
      tx.moved(row.lane(), JobState.QUEUED, JobState.QUEUED.to(JobState.PENDING));
    } else if (to == JobState.QUEUED) {
      Moves.queue(tx, row, Instant.ofEpochMilli(tx.now));
    }
    if (to == JobState.PENDING) {
      tx.changes.pending();
    }
    return to;
  }

  static Acted delete(Tx tx, LiveRow row) throws SQLException {
    if (!row.state().isEnd()) {
      return Acted.tooLate(row.state());
    }
    if (row.has(Rules.AWAITED) && Dependents.isAwaited(tx, row.seq())) {
      return Acted.refused(row.state(), Refusal.AWAITED);
    }
    Forgetting.forget(tx, row.seq(), row.rules());
    tx.moved(row.lane(), row.state(), null);
    return Acted.changed(row.state());
  }
}
