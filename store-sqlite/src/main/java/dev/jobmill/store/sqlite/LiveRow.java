package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What must be known of a job to decide what may become of it.
///
/// @param worker the row of the worker of its latest run; 0 for none
/// @param unnamedAt when a renewal first did not name its run; -1 for never
/// @param level its priority
/// @param reported whether the latest run has ended by its own report
record LiveRow(
    long seq,
    JobId id,
    int lane,
    JobState state,
    int run,
    int attempt,
    int crashes,
    long worker,
    long startedAt,
    long unnamedAt,
    int level,
    boolean reported) {
  private static final String COLUMNS =
      "seq, id, lane, state, run, attempt, coalesce(crashes, 0), coalesce(worker, 0),"
          + " coalesce(started_at, 0), coalesce(unnamed_at, -1),"
          + " coalesce(priority, 128), coalesce(reported, 0)";

  static final String BY_ID = "SELECT " + COLUMNS + " FROM job WHERE id = ?";

  /// The runs of a worker, at most the second parameter.
  static final String BY_WORKER =
      "SELECT " + COLUMNS + " FROM job WHERE worker = ? AND state IN (2, 3) LIMIT ?";

  /// @throws IllegalArgumentException when the row cannot be read
  static LiveRow of(ResultSet row, Lanes lanes) throws SQLException {
    return new LiveRow(
        row.getLong(1),
        Rows.id(row.getBytes(2)),
        lanes.get(row.getInt(3)).id(),
        Codes.state(row.getInt(4)),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getInt(11),
        row.getInt(12) != 0);
  }

  /// Gives null when there is no such job, or none that can be read: the other items of a call must
  /// not suffer for it.
  static @Nullable LiveRow find(Tx tx, JobKey key) throws SQLException {
    PreparedStatement find = tx.db.sql(BY_ID);
    find.setBytes(1, Rows.bytes(key.id()));
    try (ResultSet row = find.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      LiveRow found = of(row, tx.lanes);
      return tx.lanes.get(found.lane).queue().equals(key.queue()) ? found : null;
    } catch (IllegalArgumentException unreadable) {
      Log.STORE.warn("the row of job {} cannot be read", key.id(), unreadable);
      return null;
    }
  }

  /// Whether `key` names a run that still has the right to write.
  boolean isRunning(RunKey key) {
    return state.isRunning() && run == key.run();
  }
}
