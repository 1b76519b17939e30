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

  /// @param status what the worker says of itself, as it is stored; null for nothing new
  static Renewal run(Tx tx, RenewRequest request, @Nullable String status) throws SQLException {
    WorkerRow worker = WorkerRow.find(tx, request.worker());
    worker.prolong(tx, request.lease());
    Set<RunKey> cancel = new HashSet<>();
    Set<RunKey> lost = new HashSet<>(request.runs());
    Runs runs = runs(tx, worker.id());
    for (Unreadable row : runs.unreadable()) {
      row.end(tx);
    }
    for (LiveRow row : runs.readable()) {
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
    if (status != null) {
      worker.fares(tx, status);
    }
    return new Renewal(cancel, lost, StackRows.asked(tx, worker.id()));
  }

  /// What runs by the rows, and those of the rows that are no jobs any more.
  record Runs(List<LiveRow> readable, List<Unreadable> unreadable) {
    int size() {
      return readable.size() + unreadable.size();
    }
  }

  static Runs runs(Tx tx, long worker) throws SQLException {
    return runs(tx, worker, RUNS_MAX);
  }

  static Runs runs(Tx tx, long worker, int most) throws SQLException {
    PreparedStatement select = tx.db.sql(LiveRow.BY_WORKER);
    select.setLong(1, worker);
    select.setInt(2, most);
    Runs runs = new Runs(new ArrayList<>(), new ArrayList<>());
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        LiveRow.read(tx, rows, runs.readable(), runs.unreadable());
      }
    }
    return runs;
  }

  private static void setUnnamed(Tx tx, LiveRow row, @Nullable Long at) throws SQLException {
    PreparedStatement update = tx.db.sql("UPDATE job SET unnamed_at = ? WHERE seq = ?");
    Moves.setNumber(update, 1, at);
    update.setLong(2, row.seq());
    update.executeUpdate();
  }
}
