package dev.jobmill.store.sqlite;

import dev.jobmill.job.Backoff;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Puts one job into its two rows: the plain ones, which are most, with as few values as can be.
final class JobInsert {
  private final Tx tx;
  private final PreparedStatement queued;
  private final PreparedStatement plainSpec;
  private final Instant now;
  private final long normalRank;

  JobInsert(Tx tx) throws SQLException {
    this.tx = tx;
    this.now = Instant.ofEpochMilli(tx.now);
    this.normalRank = tx.ranking().rank(Priority.NORMAL, now);
    this.queued =
        tx.db.sql(
            "INSERT INTO job (seq, id, lane, state, rank, submitted_at) VALUES (?, ?, ?, 1, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING");
    this.plainSpec = tx.db.sql("INSERT INTO spec (job, payload) VALUES (?, ?)");
  }

  /// Gives the state that the job is in, or null when its id was there already.
  @Nullable JobState insert(JobSpec spec, int lane) throws SQLException {
    long due = Millis.ceiling(spec.due().from(now));
    return insert(spec, lane, due > tx.now ? Reason.SCHEDULED : null);
  }

  /// The same for a job that is `PENDING` for the reason given, or `QUEUED` without one.
  @Nullable JobState insert(JobSpec spec, int lane, @Nullable Reason reason) throws SQLException {
    long seq = tx.nextSeq();
    long due = Millis.ceiling(spec.due().from(now));
    int rules = Rules.of(spec);
    boolean plain = rules == 0 && due == tx.now && spec.priority().equals(Priority.NORMAL);
    boolean inserted =
        plain && reason == null
            ? insertQueued(spec, lane, seq)
            : insertJob(spec, lane, seq, due, reason, rules);
    if (!inserted) {
      return null;
    }
    tx.takeSeq();
    if (rules == 0 && isPlain(spec)) {
      plainSpec.setLong(1, seq);
      plainSpec.setBytes(2, spec.payload().bytes());
      plainSpec.executeUpdate();
    } else {
      insertSpec(spec, seq);
      insertTags(spec);
    }
    return reason == null ? JobState.QUEUED : JobState.PENDING;
  }

  private boolean insertQueued(JobSpec spec, int lane, long seq) throws SQLException {
    queued.setLong(1, seq);
    queued.setBytes(2, Rows.bytes(spec.id()));
    queued.setInt(3, lane);
    queued.setLong(4, normalRank);
    queued.setLong(5, tx.now);
    return queued.executeUpdate() == 1;
  }

  private boolean insertJob(
      JobSpec spec, int lane, long seq, long due, @Nullable Reason reason, int rules)
      throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO job (seq, id, lane, state, rank, submitted_at, reason, due_at, priority,"
                + " rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    insert.setLong(1, seq);
    insert.setBytes(2, Rows.bytes(spec.id()));
    insert.setInt(3, lane);
    insert.setInt(4, Codes.of(reason == null ? JobState.QUEUED : JobState.PENDING));
    insert.setLong(
        5, tx.ranking().rank(spec.priority(), Instant.ofEpochMilli(Math.max(due, tx.now))));
    insert.setLong(6, tx.now);
    Moves.setNumber(insert, 7, Codes.of(reason));
    Moves.setNumber(insert, 8, due == tx.now ? null : (Long) due);
    boolean normal = spec.priority().equals(Priority.NORMAL);
    Moves.setNumber(insert, 9, normal ? null : (Integer) spec.priority().level());
    Moves.setNumber(insert, 10, Rules.column(rules));
    return insert.executeUpdate() == 1;
  }

  private static boolean isPlain(JobSpec spec) {
    return spec.payload().encoding().equals(Content.JSON)
        && spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts()
        && spec.backoff().equals(Backoff.STANDARD)
        && spec.timeout().isEmpty()
        && spec.metadata().isEmpty()
        && spec.requestId().isEmpty()
        && spec.traceparent().isEmpty();
  }

  private void insertSpec(JobSpec spec, long seq) throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO spec (job, max_attempts, backoff, timeout, tags, metadata, request_id,"
                + " traceparent, encoding, payload, after_jobs, unique_rule, deadline)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, seq);
    boolean standard = spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts();
    Moves.setNumber(insert, 2, standard ? null : (Integer) spec.maxAttempts());
    insert.setString(
        3, spec.backoff().equals(Backoff.STANDARD) ? null : SpecText.text(spec.backoff()));
    insert.setString(4, spec.timeout().map(Object::toString).orElse(null));
    insert.setString(5, spec.tags().isEmpty() ? null : Lines.join(spec.tags()));
    insert.setString(6, spec.metadata().isEmpty() ? null : SpecText.text(spec.metadata()));
    insert.setString(7, spec.requestId().orElse(null));
    insert.setString(8, spec.traceparent().orElse(null));
    Moves.setContent(insert, 9, spec.payload());
    insert.setString(11, spec.after().isEmpty() ? null : SpecText.text(spec.after()));
    insert.setString(12, spec.unique().map(SpecText::text).orElse(null));
    Long deadline = spec.deadline().map(at -> Millis.ceiling(at.from(now))).orElse(null);
    Moves.setNumber(insert, 13, deadline);
    insert.executeUpdate();
    if (deadline != null) {
      Expiry.note(tx, deadline, seq);
    }
  }

  private void insertTags(JobSpec spec) throws SQLException {
    for (String tag : spec.tags()) {
      PreparedStatement insert = tx.db.sql("INSERT INTO tag (name, id) VALUES (?, ?)");
      insert.setString(1, tag);
      insert.setBytes(2, Rows.bytes(spec.id()));
      insert.executeUpdate();
    }
  }
}
