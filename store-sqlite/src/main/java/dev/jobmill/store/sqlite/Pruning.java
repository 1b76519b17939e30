package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Upkeep.Pass;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Forgets ended jobs whose retention is over, and what only they referred to.
final class Pruning {
  /// Those of a lane that may go: not while a job that comes after them has not ended. How many are
  /// looked at has an end, since they are looked at again in each pass. One that holds a unique key
  /// for a time is kept until then ([UniqueKeys#letGo]).
  private static final String OVER =
      "SELECT seq, lane, state, rules, keep_until FROM (SELECT seq, lane, state,"
          + " coalesce(rules, 0) AS rules, keep_until FROM job INDEXED BY job_keep"
          + " WHERE lane = ?1 AND keep_until IS NOT NULL AND keep_until <= ?2"
          + " ORDER BY keep_until LIMIT 20000) over"
          + " WHERE NOT (rules & 1 AND EXISTS (SELECT 1 FROM edge JOIN job d"
          + " ON d.seq = edge.job WHERE edge.pred = over.seq AND d.state < 4))"
          + " ORDER BY keep_until LIMIT ?3";

  private record Ended(long seq, int lane, JobState state, int rules, long keepUntil) {}

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
    List<Ended> over = new ArrayList<>();
    PreparedStatement select = tx.db.sql(OVER);
    for (Lane lane : tx.lanes.of(null, null, Integer.MAX_VALUE)) {
      select.setInt(1, lane.id());
      select.setLong(2, tx.now);
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          over.add(
              new Ended(
                  rows.getLong(1),
                  rows.getInt(2),
                  Codes.state(rows.getInt(3)),
                  rows.getInt(4),
                  rows.getLong(5)));
        }
      }
    }
    over.sort(Comparator.comparingLong(Ended::keepUntil).thenComparingLong(Ended::seq));
    return over.size() > limit ? over.subList(0, limit) : over;
  }

  private static void forget(Tx tx, Ended job) throws SQLException {
    Forgetting.forget(tx, job.seq(), job.rules());
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
