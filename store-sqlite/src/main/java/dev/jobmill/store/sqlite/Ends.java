package dev.jobmill.store.sqlite;

import dev.jobmill.job.Failure;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep.Suspicion;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What the end of a job means for others: its unique key is free again, and those that come after
/// it are released. Every way in which a job ends leads here.
final class Ends {
  private Ends() {}

  /// A job has just come to its end.
  static void happened(Tx tx, long seq, int lane, int rules, @Nullable JobId id, JobState end)
      throws SQLException {
    if (id == null) {
      tx.changes.endedUnread();
    } else {
      tx.changes.ended(id);
    }
    if ((rules & Rules.UNIQUE) != 0) {
      UniqueKeys.letGo(tx, seq);
    }
    if ((rules & Rules.AWAITED) != 0) {
      Dependents.release(tx, new Dependents.Ended(seq, end));
    }
  }

  /// A job that waits ends without having run.
  static void waiting(
      Tx tx, LiveRow row, JobState end, @Nullable Reason reason, @Nullable Failure error)
      throws SQLException {
    write(tx, row, end, reason, error);
    happened(tx, row.seq(), row.lane(), row.rules(), row.id(), end);
  }

  /// The same, except that the caller sees to those that come after it.
  static void write(
      Tx tx, LiveRow row, JobState end, @Nullable Reason reason, @Nullable Failure error)
      throws SQLException {
    JobState to = row.state().to(end);
    PreparedStatement update =
        tx.db.sql(
            "UPDATE job SET state = ?, reason = ?, ended_at = ?, keep_until = ? WHERE seq = ?");
    update.setInt(1, Codes.of(to));
    Moves.setNumber(update, 2, Codes.of(reason));
    update.setLong(3, tx.now);
    update.setLong(4, tx.keepUntil(row.lane(), to));
    update.setLong(5, row.seq());
    update.executeUpdate();
    if (error != null) {
      Moves.setError(tx, row.seq(), error);
    }
    Suspects.moved(tx, row.seq(), row.lane(), row.state(), to, Suspicion.LIFTED, 0);
  }
}
