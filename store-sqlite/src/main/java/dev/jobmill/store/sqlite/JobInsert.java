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

/// Puts one job into its row: the plain ones, which are most, with as few values as can be.
final class JobInsert {
  /// Larger payloads have a row of their own, which is not written again when the job changes.
  private static final int INLINE_BYTES_MAX = 1_024;

  private final Tx tx;
  private final PreparedStatement plain;
  private final Instant now;

  JobInsert(Tx tx) throws SQLException {
    this.tx = tx;
    this.now = Instant.ofEpochMilli(tx.now);
    this.plain =
        tx.db.sql(
            "INSERT INTO job (id, lane, state, rank, submitted_at, payload) VALUES (?, ?, 1, ?, ?,"
                + " ?) ON CONFLICT (id) DO NOTHING");
  }

  /// Gives the state that the job is in, or null when its id was there already
  @Nullable JobState insert(JobSpec spec, int lane) throws SQLException {
    long due = Millis.ceiling(spec.due().from(now));
    if (due == tx.now && isPlain(spec)) {
      plain.setBytes(1, Rows.bytes(spec.id()));
      plain.setInt(2, lane);
      plain.setLong(3, Rank.strict(Priority.NORMAL, now));
      plain.setLong(4, tx.now);
      plain.setBytes(5, spec.payload().bytes());
      return plain.executeUpdate() == 0 ? null : JobState.QUEUED;
    }
    return insertWhole(spec, lane, due);
  }

  private static boolean isPlain(JobSpec spec) {
    return spec.payload().size() <= INLINE_BYTES_MAX
        && spec.payload().encoding().equals(Content.JSON)
        && spec.priority().equals(Priority.NORMAL)
        && spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts()
        && spec.backoff().equals(Backoff.STANDARD)
        && spec.timeout().isEmpty()
        && spec.tags().isEmpty()
        && spec.metadata().isEmpty()
        && spec.requestId().isEmpty()
        && spec.traceparent().isEmpty();
  }

  private @Nullable JobState insertWhole(JobSpec spec, int lane, long due) throws SQLException {
    boolean later = due > tx.now;
    boolean large = spec.payload().size() > INLINE_BYTES_MAX;
    PreparedStatement insert =
        tx.db.sql(
            "INSERT INTO job (id, lane, state, rank, submitted_at, reason, due_at, priority,"
                + " max_attempts, backoff, timeout, tags, metadata, request_id, traceparent,"
                + " encoding, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING");
    insert.setBytes(1, Rows.bytes(spec.id()));
    insert.setInt(2, lane);
    insert.setInt(3, Codes.of(later ? JobState.PENDING : JobState.QUEUED));
    insert.setLong(4, Rank.strict(spec.priority(), Instant.ofEpochMilli(Math.max(due, tx.now))));
    insert.setLong(5, tx.now);
    Moves.setNumber(insert, 6, later ? Codes.of(Reason.SCHEDULED) : null);
    Moves.setNumber(insert, 7, due == tx.now ? null : (Long) due);
    Moves.setNumber(
        insert,
        8,
        spec.priority().equals(Priority.NORMAL) ? null : (Integer) spec.priority().level());
    Moves.setNumber(
        insert,
        9,
        spec.maxAttempts() == RetryPolicy.STANDARD.maxAttempts()
            ? null
            : (Integer) spec.maxAttempts());
    insert.setString(
        10, spec.backoff().equals(Backoff.STANDARD) ? null : Rows.text(spec.backoff()));
    insert.setString(11, spec.timeout().map(Object::toString).orElse(null));
    insert.setString(12, spec.tags().isEmpty() ? null : Lines.join(spec.tags()));
    insert.setString(13, spec.metadata().isEmpty() ? null : Lines.join(flat(spec.metadata())));
    insert.setString(14, spec.requestId().orElse(null));
    insert.setString(15, spec.traceparent().orElse(null));
    Moves.setContent(insert, 16, spec.payload());
    if (large) {
      insert.setBytes(17, null);
    }
    if (insert.executeUpdate() == 0) {
      return null;
    }
    if (large) {
      insertBody(spec);
    }
    return later ? JobState.PENDING : JobState.QUEUED;
  }

  private void insertBody(JobSpec spec) throws SQLException {
    PreparedStatement insert =
        tx.db.sql("INSERT INTO body (job, payload) SELECT seq, ? FROM job WHERE id = ?");
    insert.setBytes(1, spec.payload().bytes());
    insert.setBytes(2, Rows.bytes(spec.id()));
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
