package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Jobs as rows are read. Each column costs a call into native code, so what most jobs do not have
/// is read only where the row says that there is some of it.
final class Rows {
  private static final String RARE =
      "job.reason, job.due_at, job.crashes, job.priority, spec.max_attempts, spec.backoff,"
          + " spec.timeout, spec.tags, spec.metadata, spec.request_id, spec.traceparent,"
          + " spec.encoding, job.progress, job.progress_message, job.error_kind,"
          + " job.error_message, job.error_stack, job.rules, spec.after_jobs, spec.unique_rule,"
          + " spec.deadline";

  private static final String CLAIM_COLUMNS =
      "job.seq, job.id, job.lane, job.state, job.run, job.attempt, job.submitted_at,"
          + " coalesce(job.reason, job.due_at, job.crashes, job.priority, job.rules,"
          + " spec.max_attempts, spec.backoff, spec.timeout, spec.metadata, spec.request_id,"
          + " spec.traceparent, spec.encoding, job.progress, job.error_kind) IS NOT NULL,"
          + " spec.payload, "
          + RARE;

  /// What a job that is claimed needs.
  static final String SELECT_FOR_CLAIM =
      "SELECT " + CLAIM_COLUMNS + " FROM job LEFT JOIN spec ON spec.job = job.seq WHERE ";

  /// What is read of a whole job, from [#TABLES].
  static final String COLUMNS =
      CLAIM_COLUMNS
          + ", job.started_at, job.ended_at, (SELECT name FROM worker WHERE id = job.worker),"
          + " result.encoding, result.bytes";

  /// Where it is read from.
  static final String TABLES =
      " LEFT JOIN spec ON spec.job = job.seq LEFT JOIN result ON result.job = job.seq WHERE ";

  /// Everything.
  static final String SELECT = "SELECT " + COLUMNS + " FROM job" + TABLES;

  private static final String UNREADABLE = "unreadable";

  static final int ID_BYTES = 16;
  static final int SEQ = 1;
  static final int ID = 2;
  static final int LANE = 3;
  static final int RUN = 5;
  static final int ATTEMPT = 6;
  private static final int STATE = 4;
  private static final int SUBMITTED_AT = 7;
  private static final int HAS_RARE = 8;
  private static final int PAYLOAD = 9;
  private static final int REASON = 10;
  private static final int DUE_AT = 11;
  private static final int CRASHES = 12;
  private static final int PRIORITY = 13;
  private static final int MAX_ATTEMPTS = 14;
  private static final int BACKOFF = 15;
  private static final int TIMEOUT = 16;
  private static final int TAGS = 17;
  private static final int METADATA = 18;
  private static final int REQUEST_ID = 19;
  private static final int TRACEPARENT = 20;
  private static final int ENCODING = 21;
  private static final int PROGRESS = 22;
  private static final int PROGRESS_MESSAGE = 23;
  private static final int ERROR_KIND = 24;
  static final int RULES = 27;
  private static final int AFTER = 28;
  private static final int UNIQUE = 29;
  static final int DEADLINE = 30;
  private static final int STARTED_AT = 31;
  private static final int ENDED_AT = 32;
  private static final int WORKER = 33;
  private static final int RESULT_ENCODING = 34;
  private static final int RESULT = 35;

  private Rows() {}

  static byte[] bytes(JobId id) {
    UUID value = id.value();
    return ByteBuffer.allocate(Long.BYTES * 2)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  static JobId id(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length != ID_BYTES) {
      throw new IllegalArgumentException("an id is not 16 bytes long");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new JobId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  /// The job of a row of [#SELECT]. Of one that cannot be read whole, what can be told; null when
  /// that is not even an id and a state.
  static @Nullable Job job(Session db, ResultSet row, Lanes lanes) throws SQLException {
    try {
      Job job = orRemains(row, lanes);
      return (row.getInt(RULES) & Rules.ATTACHED) == 0
          ? job
          : job.toBuilder().attachments(Pieces.of(db, row.getLong(SEQ), job.run())).build();
    } catch (IllegalArgumentException | JobmillException unreadable) {
      Log.STORE.warn("row {} cannot be shown", row.getLong(SEQ), unreadable);
      return null;
    }
  }

  private static Job orRemains(ResultSet row, Lanes lanes) throws SQLException {
    Job.Builder job;
    try {
      job = builder(row, lanes.get(row.getInt(LANE)));
      content(row.getString(RESULT_ENCODING), row.getBytes(RESULT), job);
    } catch (IllegalArgumentException | JobmillException unreadable) {
      job = remains(row, lanes);
    }
    return job.startedAt(instant(row, STARTED_AT))
        .endedAt(instant(row, ENDED_AT))
        .worker(row.getString(WORKER))
        .build();
  }

  private static void content(@Nullable String encoding, byte @Nullable [] bytes, Job.Builder job) {
    if (bytes != null) {
      job.result(Content.of(encoding == null ? Content.JSON : encoding, bytes));
    }
  }

  private static Job.Builder remains(ResultSet row, Lanes lanes) throws SQLException {
    JobSpec.Builder spec =
        JobSpec.builder(id(row.getBytes(ID)), UNREADABLE, Content.of(UNREADABLE, new byte[0]));
    Lane lane = lanes.find(row.getInt(LANE));
    if (lane != null) {
      spec =
          JobSpec.builder(id(row.getBytes(ID)), lane.type(), Content.of(UNREADABLE, new byte[0]))
              .typeVersion(lane.version())
              .queue(lane.queue());
    }
    return Job.builder(
            spec.build(),
            Codes.state(row.getInt(STATE)),
            Instant.ofEpochMilli(row.getLong(SUBMITTED_AT)))
        .run(row.getInt(RUN))
        .attempt(row.getInt(ATTEMPT))
        .reason(reasonIfKnown(row))
        .error(failure(row, ERROR_KIND));
  }

  private static @Nullable Reason reasonIfKnown(ResultSet row) throws SQLException {
    int code = row.getInt(REASON);
    try {
      return row.wasNull() ? null : Codes.reason(code);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  /// A job of a row of [#SELECT_FOR_CLAIM] or [#SELECT], as far as the former goes.
  ///
  /// @throws IllegalArgumentException when the row cannot be read
  static Job.Builder builder(ResultSet row, Lane lane) throws SQLException {
    byte[] payload = row.getBytes(PAYLOAD);
    if (payload == null) {
      throw new IllegalArgumentException("the payload is missing");
    }
    boolean rare = row.getInt(HAS_RARE) != 0;
    String encoding = rare ? row.getString(ENCODING) : null;
    JobSpec.Builder spec =
        JobSpec.builder(
                id(row.getBytes(ID)),
                lane.type(),
                Content.of(encoding == null ? Content.JSON : encoding, payload))
            .typeVersion(lane.version())
            .queue(lane.queue());
    Instant submitted = Instant.ofEpochMilli(row.getLong(SUBMITTED_AT));
    Instant due = rare ? instant(row, DUE_AT) : null;
    if (rare) {
      readRare(row, spec);
    }
    if (due != null) {
      spec.due(new Due.At(due));
    }
    Job.Builder job =
        Job.builder(spec.build(), Codes.state(row.getInt(STATE)), submitted)
            .run(row.getInt(RUN))
            .attempt(row.getInt(ATTEMPT))
            .suspect(lane.suspect());
    if (rare) {
      readRare(row, job);
      job.dueAt(due == null ? submitted : due);
    }
    return job;
  }

  private static void readRare(ResultSet row, JobSpec.Builder spec) throws SQLException {
    int priority = row.getInt(PRIORITY);
    if (!row.wasNull()) {
      spec.priority(new Priority(priority));
    }
    int attempts = row.getInt(MAX_ATTEMPTS);
    if (!row.wasNull()) {
      spec.maxAttempts(attempts);
    }
    String backoff = row.getString(BACKOFF);
    if (backoff != null) {
      spec.backoff(SpecText.backoff(backoff));
    }
    String timeout = row.getString(TIMEOUT);
    if (timeout != null) {
      spec.timeout(SpecText.duration(timeout));
    }
    String metadata = row.getString(METADATA);
    if (metadata != null) {
      spec.metadata(SpecText.metadata(metadata));
    }
    int rules = row.getInt(RULES);
    if (rules != 0) {
      readRules(row, rules, spec);
    }
    spec.requestId(row.getString(REQUEST_ID)).traceparent(row.getString(TRACEPARENT));
  }

  private static void readRules(ResultSet row, int rules, JobSpec.Builder spec)
      throws SQLException {
    if ((rules & Rules.TAGGED) != 0) {
      spec.tags(new LinkedHashSet<>(Lines.split(row.getString(TAGS))));
    }
    if ((rules & Rules.AFTER) != 0) {
      spec.after(SpecText.after(row.getString(AFTER)));
    }
    if ((rules & Rules.UNIQUE) != 0) {
      spec.unique(SpecText.unique(row.getString(UNIQUE)));
    }
    if ((rules & Rules.DEADLINE) != 0) {
      spec.deadline(new Due.At(Instant.ofEpochMilli(row.getLong(DEADLINE))));
    }
    spec.atMostOnce((rules & Rules.AT_MOST_ONCE) != 0);
  }

  private static void readRare(ResultSet row, Job.Builder job) throws SQLException {
    int reason = row.getInt(REASON);
    if (!row.wasNull()) {
      job.reason(Codes.reason(reason));
    }
    job.crashes(row.getInt(CRASHES));
    double progress = row.getDouble(PROGRESS);
    if (!row.wasNull()) {
      job.progress(new Progress(progress, row.getString(PROGRESS_MESSAGE)));
    }
    job.error(failure(row, ERROR_KIND));
  }

  /// What is out of range is brought into it: a row that somebody else has written must not stop
  /// others.
  static Priority priority(int level) {
    return new Priority(Math.clamp(level, 0, Priority.LEVEL_MAX));
  }

  /// Three columns from `first` on.
  static @Nullable Failure failure(ResultSet row, int first) throws SQLException {
    String kind = row.getString(first);
    if (kind == null) {
      return null;
    }
    String message = row.getString(first + 1);
    return new Failure(kind, message == null ? "" : message, row.getString(first + 2));
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
