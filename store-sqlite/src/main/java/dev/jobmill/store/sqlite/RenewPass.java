package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.RunKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One heartbeat inside of one transaction.
final class RenewPass {
  private static final int RUNS_MAX = 100_000;

  private RenewPass() {}

  static Renewal run(Tx tx, RenewRequest request) throws SQLException {
    WorkerRow worker = WorkerRow.find(tx, request.worker());
    worker.prolong(tx, request.lease(), true);
    Set<RunKey> cancel = new HashSet<>();
    Set<RunKey> lost = new HashSet<>(request.runs());
    for (LiveRow row : runs(tx, worker.id())) {
      RunKey key = new RunKey(tx.lanes.get(row.lane()).queue(), row.id(), row.run());
      if (lost.remove(key)) {
        if (row.state() == JobState.CANCELLING) {
          cancel.add(key);
        }
        if (row.unnamedAt() >= 0) {
          setUnnamed(tx, row, null);
        }
      } else if (row.unnamedAt() < 0) {
        setUnnamed(tx, row, tx.now);
      } else if (tx.now - row.unnamedAt() >= Renewal.UNNAMED_GRACE.toMillis()) {
        Moves.apply(tx, row, NextStep.afterRelease(row.state()), false);
      }
    }
    return new Renewal(cancel, lost);
  }

  static List<LiveRow> runs(Tx tx, long worker) throws SQLException {
    return runs(tx, worker, RUNS_MAX);
  }

  static List<LiveRow> runs(Tx tx, long worker, int most) throws SQLException {
    PreparedStatement select = tx.db.sql(LiveRow.BY_WORKER);
    select.setLong(1, worker);
    select.setInt(2, most);
    List<LiveRow> runs = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        add(rows, runs);
      }
    }
    return runs;
  }

  private static void add(ResultSet row, List<LiveRow> runs) throws SQLException {
    try {
      runs.add(LiveRow.of(row));
    } catch (IllegalArgumentException broken) {
      Log.STORE.warn("a running job in row {} cannot be read and is left as it is", row.getLong(1));
      Log.STORE.debug("because", broken);
    }
  }

  private static void setUnnamed(Tx tx, LiveRow row, @Nullable Long at) throws SQLException {
    PreparedStatement update = tx.db.sql("UPDATE job SET unnamed_at = ? WHERE seq = ?");
    Moves.setNumber(update, 1, at);
    update.setLong(2, row.seq());
    update.executeUpdate();
  }
}
