package dev.jobmill.store.sqlite;

import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Looks at what the workers say of themselves.
final class StatusCheck {
  private StatusCheck() {}

  static void of(Session db, Findings findings) throws SQLException {
    long known =
        db.number("SELECT count(*) FROM pragma_table_info('worker') WHERE name = 'status'", 0);
    if (known == 0) {
      // A store of an older version, in which they say nothing.
      return;
    }
    int stuck = 0;
    int failing = 0;
    try (ResultSet rows =
        db.once("SELECT name, pid, host, status FROM worker WHERE gone = 0 ORDER BY id")
            .executeQuery()) {
      while (rows.next()) {
        WorkerStatus status = StatusText.read(rows.getString(4));
        if (status == null) {
          continue;
        }
        String worker =
            rows.getString(1) + " (process " + rows.getLong(2) + " on " + rows.getString(3) + ")";
        status.pools().stream()
            .filter(pool -> pool.stuck() > 0)
            .forEach(pool -> warn(worker, pool, findings));
        stuck += status.stuck();
        for (LoopStatus loop : status.loops()) {
          if (loop.lastError() != null) {
            warn(worker, loop, findings);
            failing++;
          }
        }
      }
    }
    if (failing == 0) {
      findings.ok("every loop and duty of the workers does its work, as they say");
    }
    if (stuck == 0) {
      findings.ok("no slot of a worker is stuck");
    }
  }

  private static void warn(String worker, LoopStatus loop, Findings findings) {
    findings.warn(
        loop.name()
            + " of worker "
            + worker
            + " does not do its work: "
            + loop.lastError()
            + (loop.lastSuccess() == null ? "" : " (last success " + loop.lastSuccess() + ")"),
        "look at the log of that process; restart it if that goes on");
  }

  private static void warn(String worker, PoolStatus pool, Findings findings) {
    findings.warn(
        pool.stuck()
            + " of "
            + pool.size()
            + " slots of pool "
            + pool.name()
            + " of worker "
            + worker
            + " are stuck in runs that were told to stop and go on"
            + (pool.claiming() ? "" : ": the pool takes no jobs"),
        "look at their stacks with 'jobmill show ID --stack'; restart that process if they never"
            + " end");
  }
}
