package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The ends of runs.
final class Reports {
  private Reports() {}

  static Applied report(Tx tx, Report report) throws SQLException {
    RunKey run = report.run();
    RunCache.Place place = tx.runs.take(run.id());
    if (place != null
        && report.outcome() instanceof Outcome.Completed(Content result)
        && completeAtOnce(tx, run, place, result)) {
      return Applied.APPLIED;
    }
    LiveRow row = LiveRow.find(tx, run.job());
    if (row == null || row.run() != run.run()) {
      return Applied.SUPERSEDED;
    }
    if (!row.isRunning(run)) {
      return row.reported() ? Applied.APPLIED : Applied.SUPERSEDED;
    }
    Moves.apply(tx, row, NextStep.afterReport(row.state(), report.outcome()), true);
    return Applied.APPLIED;
  }

  /// What most reports are, by one statement that decides and does. It holds only for a run that
  /// this process has claimed, that nobody has asked to stop, that is no suspect's, and whose end
  /// concerns no other job ([Rules#OF_ENDS]).
  private static boolean completeAtOnce(
      Tx tx, RunKey run, RunCache.Place place, @Nullable Content result) throws SQLException {
    Lane lane = tx.lanes.get(place.lane());
    if (place.run() != run.run() || lane.suspect() || !lane.queue().equals(run.queue())) {
      return false;
    }
    PreparedStatement complete =
        tx.db.sql(
            "UPDATE job SET state = 5, reported = 1, ended_at = ?, keep_until = ?, reason = NULL,"
                + " error_kind = NULL, error_message = NULL, error_stack = NULL,"
                + " unnamed_at = NULL"
                + " WHERE seq = ? AND id = ? AND run = ? AND state = 2"
                + " AND coalesce(rules, 0) & 3 = 0");
    complete.setLong(1, tx.now);
    complete.setLong(2, tx.keepUntil(place.lane(), JobState.COMPLETED));
    complete.setLong(3, place.seq());
    complete.setBytes(4, Rows.bytes(run.id()));
    complete.setInt(5, run.run());
    if (complete.executeUpdate() == 0) {
      return false;
    }
    Moves.insertResult(tx, place.seq(), result);
    tx.moved(place.lane(), JobState.PROCESSING, JobState.COMPLETED);
    tx.changes.ended(run.id());
    return true;
  }

  static Applied release(Tx tx, RunKey run) throws SQLException {
    tx.runs.take(run.id());
    LiveRow row = LiveRow.find(tx, run.job());
    if (row == null || !row.isRunning(run)) {
      return Applied.SUPERSEDED;
    }
    Moves.apply(tx, row, NextStep.afterRelease(row.state()), false);
    return Applied.APPLIED;
  }
}
