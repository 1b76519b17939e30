package dev.jobmill.job;

import dev.jobmill.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A schedule with the request that it makes. Checked as it is written. Never changes: each method
/// that sets something gives a new one.
///
/// Each instant of the schedule makes exactly one job, however many nodes there are and whatever
/// crashes. Jobs are tagged `schedule:NAME`, and due at the instant that they were made for.
///
/// @param <P> the payload
/// @param <R> the result
public final class RecurringJob<P, R> {
  /// The longest name, in characters.
  public static final int NAME_CHARS_MAX = 100;

  /// The most that a firing may be late on purpose.
  public static final Duration JITTER_MAX = Duration.ofDays(1);

  private final String name;
  private final Schedule schedule;
  private final JobRequest<P, R> request;
  private final Duration jitter;
  private final @Nullable Instant startsAt;
  private final @Nullable Instant endsAt;
  private final Missed missed;
  private final @Nullable Overlap overlap;
  private final boolean paused;

  private RecurringJob(Draft<P, R> draft) {
    this.name = draft.name;
    this.schedule = draft.schedule;
    this.request = draft.request;
    this.jitter = draft.jitter;
    this.startsAt = draft.startsAt;
    this.endsAt = draft.endsAt;
    this.missed = draft.missed;
    this.overlap = draft.overlap;
    this.paused = draft.paused;
    check();
  }

  private void check() {
    if (startsAt != null && endsAt != null && endsAt.isBefore(startsAt)) {
      throw new InvalidRequest(
          "schedule " + name + " ends at " + endsAt + " before it starts at " + startsAt);
    }
    if (missed.most() > 1 && overlap != null && overlap != Overlap.ALLOW) {
      throw new InvalidRequest(
          "schedule "
              + name
              + " cannot catch up with "
              + missed.most()
              + " missed runs at once while it lets none overlap: use overlap allow, or missed"
              + " once");
    }
  }

  /// One that starts now, never ends, has no jitter, makes one job for all instants that were
  /// missed, and leaves an instant out while the job before has not ended.
  ///
  /// @param name 1 to 100 letters, digits or `. _ : -`; one schedule for each name
  /// @param request what each job is like: without an id, a due time, a fixed deadline, a unique
  ///   key or jobs that it comes after. Its queue is the place of the schedule
  public static <P, R> RecurringJob<P, R> of(
      String name, Schedule schedule, JobRequest<P, R> request) {
    checkName(name);
    request.requireRecurring();
    request.tag(Recurrence.tag(name));
    return new RecurringJob<>(new Draft<>(name, schedule, request));
  }

  /// `name` itself when it may be that of a schedule.
  ///
  /// @throws InvalidRequest when it may not
  public static String checkName(String name) {
    Names.check("schedule", name);
    if (name.length() > NAME_CHARS_MAX) {
      throw new InvalidRequest(
          "schedule '" + name + "' has too long a name: use at most " + NAME_CHARS_MAX);
    }
    return name;
  }

  /// Each firing is late by some time, which is always the same for one name and instant, so that
  /// not everything happens at once. The instant itself, and the due time of the job, stay.
  ///
  /// @param most zero to a day, in whole milliseconds
  public RecurringJob<P, R> jitter(Duration most) {
    if (most.isNegative() || most.compareTo(JITTER_MAX) > 0) {
      throw new InvalidRequest("jitter " + most + " is out of range: use zero to 1 day");
    }
    Draft<P, R> draft = new Draft<>(this);
    draft.jitter = most.truncatedTo(ChronoUnit.MILLIS);
    return new RecurringJob<>(draft);
  }

  /// No instant before this one.
  public RecurringJob<P, R> startsAt(Instant first) {
    Draft<P, R> draft = new Draft<>(this);
    draft.startsAt = Limits.check("start", first).truncatedTo(ChronoUnit.MILLIS);
    return new RecurringJob<>(draft);
  }

  /// No instant after this one.
  public RecurringJob<P, R> endsAt(Instant last) {
    Draft<P, R> draft = new Draft<>(this);
    draft.endsAt = Limits.check("end", last).truncatedTo(ChronoUnit.MILLIS);
    return new RecurringJob<>(draft);
  }

  /// What becomes of instants that nobody could fire in time.
  public RecurringJob<P, R> missed(Missed value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.missed = value;
    return new RecurringJob<>(draft);
  }

  /// What becomes of instants while an earlier job has not ended. Unless set: [Overlap#SKIP], or
  /// [Overlap#ALLOW] for one that catches up with more than one missed run.
  public RecurringJob<P, R> overlap(Overlap value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.overlap = value;
    return new RecurringJob<>(draft);
  }

  /// Rests from the beginning until somebody resumes it. Of no effect on one that is there already.
  public RecurringJob<P, R> paused() {
    Draft<P, R> draft = new Draft<>(this);
    draft.paused = true;
    return new RecurringJob<>(draft);
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// What each job is like.
  public JobRequest<P, R> request() {
    return request;
  }

  /// Whether it rests from the beginning.
  public boolean isPaused() {
    return paused;
  }

  /// When jobs are made, as stores keep it.
  public Recurrence.Rules rules() {
    Overlap standard = missed.most() > 1 ? Overlap.ALLOW : Overlap.SKIP;
    return new Recurrence.Rules(
        schedule.text(), jitter, startsAt, endsAt, missed, overlap == null ? standard : overlap);
  }

  /// What jobs are like, as stores keep it.
  ///
  /// @param codec writes the payload
  /// @throws InvalidRequest when the payload cannot be written or is too large
  public JobSpec template(PayloadCodec codec) {
    return request.toSpec(Recurrence.TEMPLATE_ID, codec);
  }

  private static final class Draft<P, R> {
    private final String name;
    private final Schedule schedule;
    private final JobRequest<P, R> request;
    private Duration jitter = Duration.ZERO;
    private @Nullable Instant startsAt;
    private @Nullable Instant endsAt;
    private Missed missed = Missed.ONCE;
    private @Nullable Overlap overlap;
    private boolean paused;

    private Draft(String name, Schedule schedule, JobRequest<P, R> request) {
      this.name = name;
      this.schedule = schedule;
      this.request = request;
    }

    private Draft(RecurringJob<P, R> from) {
      this(from.name, from.schedule, from.request);
      this.jitter = from.jitter;
      this.startsAt = from.startsAt;
      this.endsAt = from.endsAt;
      this.missed = from.missed;
      this.overlap = from.overlap;
      this.paused = from.paused;
    }
  }
}
