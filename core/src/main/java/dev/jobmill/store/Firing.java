package dev.jobmill.store;

import dev.jobmill.job.Due;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.schedule.Schedule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a schedule does when its time has come: the decision that all stores share. A bounded step:
/// a schedule that has more to do is due again at once.
///
/// @param instants those that make a job each, in order; none where they are only passed over
/// @param next the instant that comes then; null when there is none any more
public record Firing(List<Instant> instants, @Nullable Instant next) {
  /// An instant that lies further back than this, beside the jitter, has been missed.
  public static final Duration LATE = Duration.ofSeconds(60);

  /// The most instants of one step.
  public static final int INSTANTS_MAX = 100;

  /// Copies.
  public Firing {
    instants = List.copyOf(instants);
  }

  /// When a schedule is to be looked at: its next instant and some jitter.
  ///
  /// @return empty when it rests or has come to its end
  public static Optional<Instant> wake(Recurrence schedule) {
    return schedule.next().map(at -> wake(schedule, at));
  }

  private static Instant wake(Recurrence schedule, Instant at) {
    long jitter = schedule.rules().jitter().toMillis();
    if (jitter == 0) {
      return at;
    }
    long hash = ByteBuffer.wrap(digest(schedule.name(), at)).getLong(Long.BYTES * 2);
    return at.plusMillis(Math.floorMod(hash, jitter + 1));
  }

  /// Decides. What comes next follows from the instants before alone, never from when somebody came
  /// to look.
  ///
  /// @param now by the store's clock
  /// @param most how many instants at most; 1 or more
  /// @return empty when nothing is due
  /// @throws dev.jobmill.job.InvalidRequest when this version cannot read the schedule
  public static Optional<Firing> decide(Recurrence schedule, Instant now, int most) {
    if (wake(schedule).filter(at -> !at.isAfter(now)).isEmpty()) {
      return Optional.empty();
    }
    Instant next = schedule.next().orElseThrow();
    Instant late = now.minus(LATE).minus(schedule.rules().jitter());
    Schedule read = schedule.rules().readSchedule();
    int limit = Math.min(most, INSTANTS_MAX);
    return Optional.of(
        next.isBefore(late)
            ? missed(schedule.rules(), read, next, late.minusMillis(1), limit)
            : due(schedule, read, next, now, limit));
  }

  private static Firing due(
      Recurrence schedule, Schedule read, Instant first, Instant now, int most) {
    List<Instant> instants = new ArrayList<>();
    Instant next = first;
    while (next != null && instants.size() < most && !wake(schedule, next).isAfter(now)) {
      instants.add(next);
      next = schedule.rules().firstAfter(read, next).orElse(null);
    }
    return new Firing(instants, next);
  }

  private static Firing missed(Rules rules, Schedule read, Instant first, Instant late, int most) {
    Instant end = rules.endsAt();
    Instant to = end != null && end.isBefore(late) ? end : late;
    int wanted = rules.missed().most();
    List<Instant> made =
        wanted == 0 ? List.of() : read.lastBetween(first.minusMillis(1), to, wanted);
    if (made.size() > most) {
      return new Firing(made.subList(0, most), made.get(most));
    }
    Instant last = made.isEmpty() ? to : made.getLast();
    return new Firing(made, rules.firstAfter(read, last).orElse(null));
  }

  /// The job of an instant. Its id follows from the schedule's name and the instant, so that not
  /// even a store that has been put back to an earlier day would make another one.
  public static JobSpec job(Recurrence schedule, Instant at) {
    return job(schedule, id(schedule.name(), at)).due(new Due.At(at)).build();
  }

  /// A job of a schedule, beside its instants.
  public static JobSpec.Builder job(Recurrence schedule, JobId id) {
    String tag = Recurrence.tag(schedule.name());
    Set<String> tags = new LinkedHashSet<>(schedule.template().tags());
    tags.add(tag);
    return schedule.template().toBuilder(id)
        .tags(tags)
        .unique(schedule.rules().overlap().unique(tag).orElse(null));
  }

  private static JobId id(String name, Instant at) {
    ByteBuffer random = ByteBuffer.wrap(digest(name, at));
    long high = at.toEpochMilli() << 16 | 0x7000L | (random.getLong() & 0xFFF);
    long low = (random.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(high, low));
  }

  private static byte[] digest(String name, Instant at) {
    try {
      byte[] text = (name + " " + at.toEpochMilli()).getBytes(StandardCharsets.UTF_8);
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /// How a schedule is when an instant has been asked for.
  ///
  /// @param instant the one that made a job, or did not
  /// @param answer of the admission of its job alone
  public static Recurrence after(Recurrence schedule, Instant instant, Admittance answer) {
    Recurrence.State state = schedule.state();
    String skipped =
        switch (answer) {
          case Admittance.Admitted admitted ->
              admitted.entries().getFirst().duplicate()
                  ? "job " + admitted.entries().getFirst().id() + " had not ended"
                  : null;
          case Admittance.Refused refused -> refused.message();
        };
    return schedule.with(
        new Recurrence.State(
            state.paused(),
            state.next(),
            skipped == null ? instant : state.lastFired(),
            state.definedBy(),
            state.codeText(),
            skipped == null ? state.lastSkip() : new Recurrence.Skip(instant, skipped)));
  }

  /// How a schedule is when all of this has been done.
  public Recurrence apply(Recurrence schedule) {
    Recurrence.State state = schedule.state();
    return schedule.with(
        new Recurrence.State(
            state.paused(),
            next,
            state.lastFired(),
            state.definedBy(),
            state.codeText(),
            state.lastSkip()));
  }
}
