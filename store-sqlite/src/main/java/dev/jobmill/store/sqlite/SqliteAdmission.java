package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes jobs in, and takes what people want done to them.
final class SqliteAdmission implements Admission {
  private record Inserted(JobId id, Lane lane, JobState state) {}

  private final Writer writer;

  SqliteAdmission(Writer writer) {
    this.writer = writer;
  }

  @Override
  public List<Admittance> admit(List<AdmitGroup> groups) {
    List<AdmitGroup> copied = List.copyOf(groups);
    return writer.write(tx -> {
      JobInsert insert = new JobInsert(tx);
      List<Admittance> answers = new ArrayList<>(copied.size());
      for (AdmitGroup group : copied) {
        answers.add(admit(tx, insert, group));
      }
      return answers;
    });
  }

  private static Admittance admit(Tx tx, JobInsert insert, AdmitGroup group) throws SQLException {
    List<JobSpec> jobs = group.jobs();
    int mark = tx.lanes.mark();
    List<Admittance.Entry> entries = new ArrayList<>(jobs.size());
    List<Inserted> inserted = new ArrayList<>(jobs.size());
    for (int i = 0; i < jobs.size(); i++) {
      JobSpec spec = jobs.get(i);
      Lane lane = tx.lanes.intern(tx.db, spec.queue(), spec.type(), spec.typeVersion());
      JobState state = insert.insert(spec, lane.id());
      if (state != null) {
        inserted.add(new Inserted(spec.id(), lane, state));
      } else if (!isSame(tx, spec)) {
        undo(tx, inserted, mark);
        return new Admittance.Refused(
            i, Refusal.CONFLICT, "job " + spec.id() + " exists with other content: use another id");
      }
      entries.add(new Admittance.Entry(spec.id(), state == null));
    }
    if (inserted.isEmpty()) {
      tx.lanes.dropAfter(tx.db, mark);
    }
    count(tx, inserted);
    return new Admittance.Admitted(entries);
  }

  private static void count(Tx tx, List<Inserted> inserted) {
    for (Inserted job : inserted) {
      tx.moved(job.lane().id(), null, job.state());
      if (job.state() == JobState.QUEUED) {
        tx.changes.queued(job.lane().queue());
      } else {
        tx.changes.pending();
      }
    }
  }

  /// Whether the job that has this id was asked for in the same words.
  private static boolean isSame(Tx tx, JobSpec spec) throws SQLException {
    PreparedStatement find = tx.db.sql(Rows.SELECT_FOR_CLAIM + "job.id = ?");
    find.setBytes(1, Rows.bytes(spec.id()));
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          && Rows.builder(row, tx.lanes.get(row.getInt(Rows.LANE)))
              .build()
              .spec()
              .sameContent(spec);
    } catch (IllegalArgumentException | JobmillException unreadable) {
      return false;
    }
  }

  /// Conflicts are rare, so that a group is inserted first and taken out again: cheaper than to
  /// look at each id before, and than a savepoint for each group.
  private static void undo(Tx tx, List<Inserted> inserted, int mark) throws SQLException {
    for (Inserted job : inserted) {
      byte[] id = Rows.bytes(job.id());
      PreparedStatement spec =
          tx.db.sql("DELETE FROM spec WHERE job = (SELECT seq FROM job WHERE id = ?)");
      spec.setBytes(1, id);
      spec.executeUpdate();
      PreparedStatement row = tx.db.sql("DELETE FROM job WHERE id = ?");
      row.setBytes(1, id);
      row.executeUpdate();
    }
    tx.lanes.dropAfter(tx.db, mark);
  }

  @Override
  public List<Acted> cancel(List<JobKey> jobs, String by) {
    return each(jobs, (tx, row) -> cancel(tx, row, by));
  }

  @Override
  public List<Acted> retry(List<JobKey> jobs, String by) {
    return each(jobs, (tx, row) -> retry(tx, row, by));
  }

  private interface Act {
    Acted on(Tx tx, LiveRow row) throws SQLException;
  }

  private List<Acted> each(List<JobKey> jobs, Act act) {
    List<JobKey> copied = List.copyOf(jobs);
    return writer.write(tx -> {
      List<Acted> answers = new ArrayList<>(copied.size());
      for (JobKey key : copied) {
        LiveRow row = LiveRow.find(tx, key);
        answers.add(row == null ? Acted.UNKNOWN : act.on(tx, row));
      }
      return answers;
    });
  }

  private static Acted cancel(Tx tx, LiveRow row, String by) throws SQLException {
    if (row.state().isWaiting()) {
      Moves.cancelWaiting(tx, row);
      Moves.record(tx, row, by, "cancel", JobState.CANCELLED);
      return new Acted(true, JobState.CANCELLED);
    }
    if (row.state() == JobState.PROCESSING) {
      Moves.askToCancel(tx, row, workerName(tx, row.worker()));
      Moves.record(tx, row, by, "cancel", JobState.CANCELLING);
      return new Acted(true, JobState.CANCELLING);
    }
    return new Acted(false, row.state());
  }

  private static Acted retry(Tx tx, LiveRow row, String by) throws SQLException {
    if (!row.state().isEnd()) {
      return new Acted(false, row.state());
    }
    keepLastAttempt(tx, row.seq());
    Moves.requeue(tx, row);
    Moves.record(tx, row, by, "retry", JobState.QUEUED);
    return new Acted(true, JobState.QUEUED);
  }

  /// The row will tell of another run from now on.
  private static void keepLastAttempt(Tx tx, long seq) throws SQLException {
    PreparedStatement keep =
        tx.db.sql(
            "INSERT OR IGNORE INTO attempt (job, run, attempt, worker, started_at, ended_at,"
                + " outcome, error_kind, error_message, error_stack) SELECT seq, run, attempt,"
                + " worker, started_at, ended_at, state - 4, iif(state = 5, NULL, error_kind),"
                + " iif(state = 5, NULL, error_message), iif(state = 5, NULL, error_stack)"
                + " FROM job WHERE seq = ? AND run > 0 AND state IN (5, 6, 7)");
    keep.setLong(1, seq);
    keep.executeUpdate();
  }

  private static @Nullable String workerName(Tx tx, long worker) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT name FROM worker WHERE id = ?");
    find.setLong(1, worker);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
