package dev.jobmill.store.sqlite;

import dev.jobmill.job.Backoff;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.store.Rank;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts one job into its two rows: the plain ones, which are most, with as few values as can be.
final class JobInsert {
  private final Tx tx;
  private final PreparedStatement queued;
  private final PreparedStatement plainSpec;
  private final Instant now;

  JobInsert(Tx tx) throws SQLException {
    this.tx = tx;
    this.now = Instant.ofEpochMilli(tx.now);
    this.queued =
        tx.db.sql(
            "INSERT INTO job (seq, id, lane, state, rank, submitted_at) VALUES (?, ?, ?, 1, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING");
    this.plainSpec = tx.db.sql("INSERT INTO spec (job, payload) VALUES (?, ?)");
  }

  /// Gives the state that the job is in, or null when its id was there already.
  @Nullable JobState insert(JobSpec spec, int lane) throws SQLException {
    long seq = tx.nextSeq();
    long due = Millis.ceiling(spec.due().from(now));
    JobState state = due > tx.now ? JobState.PENDING : JobState.QUEUED;
    boolean inserted =
        due == tx.now && spec.priority().equals(Priority.NORMAL)
            ? insertQueued(spec, lane, seq)
            : insertJob(spec, lane, seq, due, state);
    if (!inserted) {
      return null;
    }
    tx.takeSeq();
    if (isPlain(spec)) {
      plainSpec.setLong(1, seq);
      plainSpec.setBytes(2, spec.payload().bytes());
      plainSpec.executeUpdate();
    } else {
      insertSpec(spec, seq);
    }
    return state;
  }

  private boolean insertQueued(JobSpec spec, int lane, long seq) throws SQLException {
    queued.setLong(1, seq);
    queued.setBytes(2, Rows.bytes(spec.id()));
    queued.setInt(3, lane);
    queued.setLong(4, Rank.strict(Priority.NORMAL, now));
    queued.setLong(5, tx.now);
    return queued.executeUpdate() == 1;
  }

  private boolean insertJob(JobSpec spec, int lane, long seq, long due, JobState state)
      throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO job (seq, id, lane, state, rank, submitted_at, reason, due_at, priority)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    insert.setLong(1, seq);
    insert.setBytes(2, Rows.bytes(spec.id()));
    insert.setInt(3, lane);
    insert.setInt(4, Codes.of(state));
    insert.setLong(5, Rank.strict(spec.priority(), Instant.ofEpochMilli(Math.max(due, tx.now))));
    insert.setLong(6, tx.now);
    Moves.setNumber(insert, 7, state == JobState.PENDING ? Codes.of(Reason.SCHEDULED) : null);
    Moves.setNumber(insert, 8, due == tx.now ? null : (Long) due);
    boolean normal = spec.priority().equals(Priority.NORMAL);
    Moves.setNumber(insert, 9, normal ? null : (Integer) spec.priority().level());
    return insert.executeUpdate() == 1;
  }

  private static boolean isPlain(JobSpec spec) {
    return spec.payload().encoding().equals(Content.JSON)
        && spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts()
        && spec.backoff().equals(Backoff.STANDARD)
        && spec.timeout().isEmpty()
        && spec.tags().isEmpty()
        && spec.metadata().isEmpty()
        && spec.requestId().isEmpty()
        && spec.traceparent().isEmpty();
  }

  private void insertSpec(JobSpec spec, long seq) throws SQLException {
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO spec (job, max_attempts, backoff, timeout, tags, metadata, request_id,"
                + " traceparent, encoding, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setLong(1, seq);
    boolean standard = spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts();
    Moves.setNumber(insert, 2, standard ? null : (Integer) spec.maxAttempts());
    insert.setString(3, spec.backoff().equals(Backoff.STANDARD) ? null : Rows.text(spec.backoff()));
    insert.setString(4, spec.timeout().map(Object::toString).orElse(null));
    insert.setString(5, spec.tags().isEmpty() ? null : Lines.join(spec.tags()));
    insert.setString(6, spec.metadata().isEmpty() ? null : Lines.join(flat(spec.metadata())));
    insert.setString(7, spec.requestId().orElse(null));
    insert.setString(8, spec.traceparent().orElse(null));
    Moves.setContent(insert, 9, spec.payload());
    insert.executeUpdate();
  }

  private static List<String> flat(Map<String, String> metadata) {
    List<String> flat = new ArrayList<>(metadata.size() * 2);
    metadata.forEach((key, value) -> {
      flat.add(key);
      flat.add(value);
    });
    return flat;
  }
}
