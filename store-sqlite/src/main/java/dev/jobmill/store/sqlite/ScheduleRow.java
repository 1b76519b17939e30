package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobmillException;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.job.Recurrence.Skip;
import dev.jobmill.job.Recurrence.State;
import dev.jobmill.store.Firing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A schedule as a row of `schedule` and one of `schedule_spec`.
///
/// @param id the number of both
/// @param schedule what they say
record ScheduleRow(long id, Recurrence schedule) {
  /// Everything of some schedules; the rest of the condition and the order follow.
  static final String SELECT =
      "SELECT s.id, s.name, s.queue, s.rule, s.jitter, s.starts_at, s.ends_at, s.missed, s.overlap,"
          + " s.paused, s.next_at, s.last_fired, s.defined_by, s.skip_at, s.skip_why, p.type,"
          + " p.version, p.payload, p.encoding, p.priority, p.max_attempts, p.backoff, p.timeout,"
          + " p.tags, p.metadata, p.request_id, p.traceparent, p.deadline, p.at_most_once,"
          + " p.code_text FROM schedule s JOIN schedule_spec p ON p.schedule = s.id WHERE ";

  /// What the row of a [#SELECT] says; null where that makes no sense.
  static @Nullable ScheduleRow read(ResultSet row) throws SQLException {
    long id = row.getLong(1);
    try {
      return new ScheduleRow(
          id, new Recurrence(row.getString(2), template(row), rules(row), state(row)));
    } catch (IllegalArgumentException | JobmillException unreadable) {
      Log.STORE.warn("row {} of the schedules cannot be read", id, unreadable);
      return null;
    }
  }

  private static Rules rules(ResultSet row) throws SQLException {
    return new Rules(
        row.getString(4),
        Duration.ofMillis(row.getLong(5)),
        Rows.instant(row, 6),
        Rows.instant(row, 7),
        new Missed(row.getInt(8)),
        Codes.overlap(row.getInt(9)));
  }

  private static State state(ResultSet row) throws SQLException {
    Instant skipped = Rows.instant(row, 14);
    return new State(
        row.getInt(10) != 0,
        Rows.instant(row, 11),
        Rows.instant(row, 12),
        Codes.definedBy(row.getInt(13)),
        row.getString(30),
        skipped == null ? null : new Skip(skipped, Objects.toString(row.getString(15), "")));
  }

  private static JobSpec template(ResultSet row) throws SQLException {
    byte[] payload = row.getBytes(18);
    if (payload == null) {
      throw new IllegalArgumentException("the payload is missing");
    }
    Content content = Content.of(row.getString(19), payload);
    String timeout = row.getString(23);
    String deadline = row.getString(28);
    return JobSpec.builder(Recurrence.TEMPLATE_ID, row.getString(16), content)
        .queue(row.getString(3))
        .typeVersion(row.getInt(17))
        .priority(Rows.priority(row.getInt(20)))
        .maxAttempts(row.getInt(21))
        .backoff(SpecText.backoff(row.getString(22)))
        .timeout(timeout == null ? null : SpecText.duration(timeout))
        .tags(new LinkedHashSet<>(Lines.split(row.getString(24))))
        .metadata(SpecText.metadata(row.getString(25)))
        .requestId(row.getString(26))
        .traceparent(row.getString(27))
        .deadline(deadline == null ? null : new Due.After(SpecText.duration(deadline)))
        .atMostOnce(row.getInt(29) != 0)
        .build();
  }

  /// Writes a schedule, in the place of the one that is there.
  static void write(Tx tx, Recurrence schedule) throws SQLException {
    PreparedStatement put =
        tx.db.sql(
            "INSERT INTO schedule (name, queue, rule, jitter, starts_at, ends_at, missed, overlap,"
                + " paused, next_at, wake_at, last_fired, defined_by, skip_at, skip_why)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (name, queue) DO UPDATE SET rule = excluded.rule,"
                + " jitter = excluded.jitter, starts_at = excluded.starts_at,"
                + " ends_at = excluded.ends_at, missed = excluded.missed,"
                + " overlap = excluded.overlap, paused = excluded.paused,"
                + " next_at = excluded.next_at, wake_at = excluded.wake_at,"
                + " last_fired = excluded.last_fired, defined_by = excluded.defined_by,"
                + " skip_at = excluded.skip_at, skip_why = excluded.skip_why");
    Rules rules = schedule.rules();
    put.setString(1, schedule.name());
    put.setString(2, schedule.template().queue());
    put.setString(3, rules.schedule());
    put.setLong(4, rules.jitter().toMillis());
    setInstant(put, 5, rules.startsAt());
    setInstant(put, 6, rules.endsAt());
    put.setInt(7, rules.missed().most());
    put.setInt(8, Codes.of(rules.overlap()));
    put.setInt(9, schedule.state().paused() ? 1 : 0);
    setProgress(put, 10, schedule);
    put.setInt(13, Codes.of(schedule.state().definedBy()));
    setSkip(put, 14, schedule.state().lastSkip());
    put.executeUpdate();
    writeSpec(tx, schedule);
  }

  private static void writeSpec(Tx tx, Recurrence schedule) throws SQLException {
    PreparedStatement put =
        tx.db.sql(
            "INSERT OR REPLACE INTO schedule_spec (schedule, type, version, payload, encoding,"
                + " priority, max_attempts, backoff, timeout, tags, metadata, request_id,"
                + " traceparent, deadline, at_most_once, code_text) VALUES"
                + " ((SELECT id FROM schedule WHERE name = ? AND queue = ?),"
                + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    JobSpec template = schedule.template();
    put.setString(1, schedule.name());
    put.setString(2, template.queue());
    put.setString(3, template.type());
    put.setInt(4, template.typeVersion());
    put.setBytes(5, template.payload().bytes());
    put.setString(6, template.payload().encoding());
    put.setInt(7, template.priority().level());
    put.setInt(8, template.maxAttempts());
    put.setString(9, SpecText.text(template.backoff()));
    put.setString(10, template.timeout().map(Object::toString).orElse(null));
    put.setString(11, Lines.join(template.tags()));
    put.setString(12, SpecText.text(template.metadata()));
    put.setString(13, template.requestId().orElse(null));
    put.setString(14, template.traceparent().orElse(null));
    put.setString(15, template.deadline().map(ScheduleRow::span).orElse(null));
    put.setInt(16, template.atMostOnce() ? 1 : 0);
    put.setString(17, schedule.state().codeText());
    put.executeUpdate();
  }

  /// An instant is the same for all jobs, and nothing that a schedule could say.
  private static String span(Due deadline) {
    return switch (deadline) {
      case Due.After after -> after.delay().toString();
      case Due.At at ->
          throw new IllegalArgumentException("a schedule with a deadline at " + at.instant());
    };
  }

  /// Notes how far a schedule has come.
  void progress(Tx tx, Recurrence now) throws SQLException {
    PreparedStatement update =
        tx.db.sql(
            "UPDATE schedule SET next_at = ?, wake_at = ?, last_fired = ?, skip_at = ?,"
                + " skip_why = ?, paused = ? WHERE id = ?");
    setProgress(update, 1, now);
    setSkip(update, 4, now.state().lastSkip());
    update.setInt(6, now.state().paused() ? 1 : 0);
    update.setLong(7, id);
    update.executeUpdate();
  }

  private static void setProgress(PreparedStatement statement, int first, Recurrence schedule)
      throws SQLException {
    setInstant(statement, first, schedule.state().next());
    setInstant(statement, first + 1, Firing.wake(schedule).orElse(null));
    setInstant(statement, first + 2, schedule.state().lastFired());
  }

  private static void setSkip(PreparedStatement statement, int first, @Nullable Skip skip)
      throws SQLException {
    setInstant(statement, first, skip == null ? null : skip.at());
    statement.setString(first + 1, skip == null ? null : skip.why());
  }

  private static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
      throws SQLException {
    Moves.setNumber(statement, index, instant == null ? null : (Long) Millis.of(instant));
  }
}
