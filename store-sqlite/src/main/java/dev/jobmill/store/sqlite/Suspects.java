package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.NextStep.Suspicion;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/// Jobs that may be what kills their workers: which lane they stand in, and what their worker runs
/// beside them. A store that never saw a worker die knows no lane of suspects, and asks nothing.
final class Suspects {
  private Suspects() {}

  /// What a worker has in flight.
  enum InFlight {
    NOTHING,
    A_SUSPECT,
    ORDINARY
  }

  /// A suspect runs alone, so that two runs are enough to look at.
  static InFlight inFlight(Tx tx, WorkerRow worker) throws SQLException {
    PreparedStatement select =
        tx.db.sql(
            "SELECT lane FROM job INDEXED BY job_running WHERE worker = ? AND state IN (2, 3)"
                + " LIMIT 2");
    select.setLong(1, worker.id());
    int runs = 0;
    boolean suspect = false;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        runs++;
        Lane lane = tx.lanes.find(rows.getInt(1));
        suspect |= lane != null && lane.suspect();
      }
    }
    return runs == 0
        ? InFlight.NOTHING
        : runs == 1 && suspect ? InFlight.A_SUSPECT : InFlight.ORDINARY;
  }

  static boolean anyQueued(Tx tx, List<Lane> lanes) throws SQLException {
    PreparedStatement select =
        tx.db.sql("SELECT 1 FROM job INDEXED BY job_queued WHERE state = 1 AND lane = ? LIMIT 1");
    for (Lane lane : lanes) {
      select.setInt(1, lane.id());
      try (ResultSet rows = select.executeQuery()) {
        if (rows.next()) {
          return true;
        }
      }
    }
    return false;
  }

  static int loneCrashes(Tx tx, LiveRow row) throws SQLException {
    if (!tx.lanes.get(row.lane()).suspect()) {
      return 0;
    }
    PreparedStatement select = tx.db.sql("SELECT coalesce(lone_crashes, 0) FROM job WHERE seq = ?");
    select.setLong(1, row.seq());
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  /// A job that stood in `lane` has moved, and stands in the lane that its suspicion demands.
  ///
  /// @param loneCrashes those of a suspect
  static void moved(
      Tx tx, long seq, int lane, JobState from, JobState to, Suspicion suspicion, int loneCrashes)
      throws SQLException {
    Lane before = tx.lanes.find(lane);
    boolean asBefore = suspicion == Suspicion.AS_BEFORE;
    boolean suspect = suspicion == Suspicion.RAISED;
    if (before == null || asBefore || !(suspect || before.suspect())) {
      tx.moved(lane, from, to);
      return;
    }
    Lane after = tx.lanes.beside(tx.db, before, suspect);
    PreparedStatement update = tx.db.sql("UPDATE job SET lane = ?, lone_crashes = ? WHERE seq = ?");
    update.setInt(1, after.id());
    if (suspect && loneCrashes > 0) {
      update.setInt(2, loneCrashes);
    } else {
      update.setNull(2, Types.INTEGER);
    }
    update.setLong(3, seq);
    update.executeUpdate();
    tx.moved(lane, from, after.id(), to);
  }
}
