package dev.jobmill.job;

import dev.jobmill.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A [RecurringJob] as a store keeps it: a snapshot that never changes.
///
/// @param name its name
/// @param template what its jobs are like, queue and payload included; it has no due time, no
///   unique key, and the id [#TEMPLATE_ID]
/// @param rules when they are made
/// @param state how far it has come
public record Recurrence(String name, JobSpec template, Rules rules, State state) {
  /// The id that templates have, which is that of no job.
  public static final JobId TEMPLATE_ID = new JobId(new UUID(0, 0));

  /// The tag of all jobs of a schedule, and the unique key where it allows no overlap.
  ///
  /// @param name of the schedule
  public static String tag(String name) {
    return "schedule:" + name;
  }

  /// The same in another state.
  public Recurrence with(State other) {
    return new Recurrence(name, template, rules, other);
  }

  /// The next instant that will be fired, as things stand.
  public Optional<Instant> next() {
    return Optional.ofNullable(state.paused ? null : state.next);
  }

  /// The instants that come next, as things stand: fewer when there are no more, the first alone
  /// where this version cannot read the schedule.
  ///
  /// @param most how many at most
  public List<Instant> next(int most) {
    List<Instant> instants = new ArrayList<>();
    Instant next = next().orElse(null);
    try {
      while (next != null && instants.size() < most) {
        instants.add(next);
        next = rules.firstAfter(rules.readSchedule(), next).orElse(null);
      }
    } catch (InvalidRequest unreadable) {
      return instants;
    }
    return instants;
  }

  /// When jobs are made.
  ///
  /// @param schedule what [Schedule#parse] reads; a newer version may have written what this one
  ///   cannot read
  /// @param jitter by how much a firing may be late on purpose
  /// @param startsAt no instant before it; null for no such limit
  /// @param endsAt no instant after it; null for no such limit
  /// @param missed what becomes of instants that nobody could fire in time
  /// @param overlap what becomes of instants while an earlier job has not ended
  public record Rules(
      String schedule,
      Duration jitter,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      Missed missed,
      Overlap overlap) {
    /// The schedule itself.
    ///
    /// @throws InvalidRequest when this version cannot read it
    public Schedule readSchedule() {
      return Schedule.parse(schedule);
    }

    /// The first instant that is later.
    ///
    /// @param read the schedule, as [#readSchedule] gives it
    /// @return empty when there is none any more
    public Optional<Instant> firstAfter(Schedule read, Instant instant) {
      Instant from =
          startsAt != null && startsAt.isAfter(instant) ? startsAt.minusMillis(1) : instant;
      return read.nextAfter(from).filter(at -> endsAt == null || !at.isAfter(endsAt));
    }
  }

  /// How far a schedule has come.
  ///
  /// @param paused whether it rests
  /// @param next the instant that comes next, also while it rests; null when there is none any more
  /// @param lastFired the last instant for which a job was made; null for none so far
  /// @param definedBy who said last what it is like
  /// @param codeText what code has said that it is like, as one text, to see whether it says
  ///   anything new; null where no code has
  /// @param lastSkip the last instant that came and for which no job was made; null for none
  public record State(
      boolean paused,
      @Nullable Instant next,
      @Nullable Instant lastFired,
      DefinedBy definedBy,
      @Nullable String codeText,
      @Nullable Skip lastSkip) {}

  /// Why no job was made for an instant that came.
  ///
  /// @param at the instant
  /// @param why for people
  public record Skip(Instant at, String why) {}

  /// Who says what a schedule is like.
  public enum DefinedBy {
    /// A program, each time that it starts.
    CODE,
    /// A person, at run time.
    PEOPLE;

    /// `code` or `people`.
    public String wireName() {
      return this == CODE ? "code" : "people";
    }
  }
}
