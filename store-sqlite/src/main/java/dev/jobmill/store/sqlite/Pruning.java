package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Upkeep.Pass;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Forgets ended jobs whose retention is over, and what only they referred to.
final class Pruning {
  private static final List<String> OWNED =
      List.of(
          "DELETE FROM spec WHERE job = ?",
          "DELETE FROM result WHERE job = ?",
          "DELETE FROM attempt WHERE job = ?",
          "DELETE FROM log_line WHERE job = ?",
          "DELETE FROM event WHERE job = ?",
          "DELETE FROM job WHERE seq = ?");

  private record Ended(long seq, int lane, JobState state) {}

  private Pruning() {}

  private record Gone(long id, String owner, boolean foundDead) {}

  static Pass pass(Tx tx, int limit, Duration idle, Liveness liveness) throws SQLException {
    List<Ended> over = over(tx, limit + 1);
    int done = 0;
    while (done < Math.min(over.size(), limit) && !(done > 0 && tx.isOver())) {
      forget(tx, over.get(done));
      done++;
    }
    if (done < over.size()) {
      return new Pass(done, Duration.ZERO);
    }
    forgetWorkers(tx, liveness);
    return new Pass(done, idle);
  }

  private static List<Ended> over(Tx tx, int limit) throws SQLException {
    PreparedStatement select =
        tx.db.sql(
            "SELECT seq, lane, state FROM job INDEXED BY job_keep WHERE keep_until IS NOT NULL"
                + " AND keep_until <= ? ORDER BY keep_until LIMIT ?");
    select.setLong(1, tx.now);
    select.setInt(2, limit);
    List<Ended> over = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        over.add(new Ended(rows.getLong(1), rows.getInt(2), Codes.state(rows.getInt(3))));
      }
    }
    return over;
  }

  private static void forget(Tx tx, Ended job) throws SQLException {
    for (String sql : OWNED) {
      PreparedStatement delete = tx.db.sql(sql);
      delete.setLong(1, job.seq());
      delete.executeUpdate();
    }
    tx.moved(job.lane(), job.state(), null);
  }

  /// A worker that was gone before the oldest job came has run none of those that are left. One
  /// that was found dead by its lease may come back for as long as its process is there.
  private static void forgetWorkers(Tx tx, Liveness liveness) throws SQLException {
    PreparedStatement select =
        tx.db.sql(
            "SELECT id, owner, gone FROM worker WHERE gone > 0 AND gone_at <"
                + " coalesce((SELECT submitted_at FROM job ORDER BY seq LIMIT 1), ?)");
    select.setLong(1, tx.now);
    List<Gone> gone = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        gone.add(new Gone(rows.getLong(1), rows.getString(2), rows.getInt(3) == 1));
      }
    }
    PreparedStatement delete = tx.db.sql("DELETE FROM worker WHERE id = ?");
    for (Gone worker : gone) {
      if (!worker.foundDead() || !liveness.isThere(worker.owner())) {
        delete.setLong(1, worker.id());
        delete.executeUpdate();
      }
    }
  }
}
