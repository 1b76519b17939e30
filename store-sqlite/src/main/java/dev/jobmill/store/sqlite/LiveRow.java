package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be known of a job to decide what may become of it.
///
/// @param worker the row of the worker of its latest run; 0 for none
/// @param unnamedAt when a renewal first did not name its run; -1 for never
/// @param level its priority
/// @param reported whether the latest run has ended by its own report
/// @param rules bits of [Rules]
/// @param reason why it is pending; -1 for no reason
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
    boolean reported,
    int rules,
    int reason,
    long rank,
    long dueAt) {
  private static final String COLUMNS =
      "seq, id, lane, state, run, attempt, coalesce(crashes, 0), coalesce(worker, 0),"
          + " coalesce(started_at, 0), coalesce(unnamed_at, -1),"
          + " coalesce(priority, 128), coalesce(reported, 0), coalesce(rules, 0),"
          + " coalesce(reason, -1), rank, coalesce(due_at, submitted_at)";

  static final String BY_ID = "SELECT " + COLUMNS + " FROM job WHERE id = ?";

  private static final String BY_SEQ = "SELECT " + COLUMNS + " FROM job WHERE seq = ?";

  /// The runs of a worker, at most the second parameter.
  static final String BY_WORKER =
      "SELECT " + COLUMNS + " FROM job WHERE worker = ? AND state IN (2, 3) LIMIT ?";

  /// Those that are due at the first parameter, at most the second.
  static final String DUE =
      "SELECT "
          + COLUMNS
          + " FROM job INDEXED BY job_due WHERE state = 0 AND reason IN (0, 1) AND due_at <= ?"
          + " ORDER BY due_at, seq LIMIT ?";

  /// Adds a row to those that can be read, or to the others.
  static void read(Tx tx, ResultSet row, List<LiveRow> readable, List<Unreadable> unreadable)
      throws SQLException {
    try {
      readable.add(of(row, tx.lanes));
    } catch (IllegalArgumentException broken) {
      Log.STORE.warn("the job in row {} cannot be read and ends", row.getLong(1), broken);
      // The rows are found by their state, so that it can be told.
      unreadable.add(new Unreadable(row.getLong(1), row.getInt(3), Codes.state(row.getInt(4))));
    }
  }

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
        row.getInt(12) != 0,
        row.getInt(13),
        row.getInt(14),
        row.getLong(15),
        row.getLong(16));
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

  /// The job in a row; null when there is none that can be read.
  static @Nullable LiveRow at(Tx tx, long seq) throws SQLException {
    PreparedStatement find = tx.db.sql(BY_SEQ);
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? of(row, tx.lanes) : null;
    } catch (IllegalArgumentException unreadable) {
      Log.STORE.warn("row {} cannot be read", seq, unreadable);
      return null;
    }
  }

  boolean has(int rule) {
    return (rules & rule) != 0;
  }

  Priority priority() {
    return Rows.priority(level);
  }

  boolean waitsForOthers() {
    return state == JobState.PENDING && reason == Codes.codeOf(Reason.DEPENDENCIES);
  }

  /// Whether `key` names a run that still has the right to write.
  boolean isRunning(RunKey key) {
    return state.isRunning() && run == key.run();
  }
}
