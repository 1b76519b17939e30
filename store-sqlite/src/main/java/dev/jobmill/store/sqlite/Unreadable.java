package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep.Suspicion;
import dev.jobmill.store.Retention;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A row that is no job any more. It is ended by its place, so that it keeps nobody waiting.
record Unreadable(long seq, int lane, JobState state) {
  /// How long it is shown: its type may not be known, and with it the time for which it is kept.
  private static final long SHOWN_MILLIS = Retention.STANDARD.standard().toMillis();

  private int rules(Tx tx) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT coalesce(rules, 0) FROM job WHERE seq = ?");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /// A job that is being cancelled can only end so; any other fails.
  void end(Tx tx) throws SQLException {
    boolean cancelling = state == JobState.CANCELLING;
    JobState to = state.to(cancelling ? JobState.CANCELLED : JobState.FAILED);
    PreparedStatement end =
        tx.db.sql(
            "UPDATE job SET state = ?, reason = ?, ended_at = ?, keep_until = ?,"
                + " error_kind = 'Unreadable', error_message = 'the stored job cannot be read',"
                + " error_stack = NULL WHERE seq = ?");
    end.setInt(1, Codes.of(to));
    Moves.setNumber(end, 2, cancelling ? null : Codes.of(Reason.REJECTED_PAYLOAD));
    end.setLong(3, tx.now);
    end.setLong(4, tx.now + SHOWN_MILLIS);
    end.setLong(5, seq);
    end.executeUpdate();
    Suspects.moved(tx, seq, lane, state, to, Suspicion.LIFTED, 0);
    Ends.happened(tx, seq, lane, rules(tx), null, to);
  }
}
