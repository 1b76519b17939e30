package dev.jobmill.store;

import dev.jobmill.job.Due;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.job.Recurrence.State;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What becomes of a schedule when somebody says what it is like, or lets it rest. Stores ask here
/// and do as they are told.
public final class Registration {
  private Registration() {}

  /// Somebody says what a schedule is like.
  ///
  /// - A new one begins with its first instant after now.
  /// - What says the same as before changes nothing. For a program that is what *it* has said
  ///   before: a change that a person has made meanwhile outlives its start.
  /// - Another timing begins with its first instant after now, and after what has been fired. With
  ///   the same timing what comes next stays, so that an instant that is due is not lost.
  /// - Whether it is paused stays.
  ///
  /// @param there how it is; null when it is not there
  /// @param now by the store's clock
  /// @return how it is from now on; `there` itself when nothing changes
  public static Recurrence put(@Nullable Recurrence there, Schedules.Put said, Instant now) {
    String text = text(said.template(), said.rules());
    boolean byCode = said.by() == DefinedBy.CODE;
    if (there == null) {
      return new Recurrence(
          said.name(),
          said.template(),
          said.rules(),
          new State(
              said.paused(),
              first(said.rules(), now, said.firedUntil()),
              said.firedUntil(),
              said.by(),
              byCode ? text : null,
              null));
    }
    State state = there.state();
    boolean same = text.equals(text(there.template(), there.rules()));
    if (byCode ? text.equals(state.codeText()) : same) {
      return there;
    }
    boolean sameTiming =
        same
            || (there.rules().schedule().equals(said.rules().schedule())
                && Objects.equals(there.rules().startsAt(), said.rules().startsAt())
                && Objects.equals(there.rules().endsAt(), said.rules().endsAt()));
    return new Recurrence(
        said.name(),
        said.template(),
        said.rules(),
        new State(
            state.paused(),
            sameTiming ? state.next() : first(said.rules(), now, state.lastFired()),
            state.lastFired(),
            said.by(),
            byCode ? text : state.codeText(),
            state.lastSkip()));
  }

  private static @Nullable Instant first(Rules rules, Instant now, @Nullable Instant fired) {
    Instant from = fired == null || fired.isBefore(now) ? now : fired;
    return rules.firstAfter(rules.readSchedule(), from).orElse(null);
  }

  /// Somebody lets a schedule rest, or go on: then with its first instant after now.
  ///
  /// @param now by the store's clock
  /// @return how it is from now on; `there` itself when nothing changes
  /// @throws dev.jobmill.job.InvalidRequest when it is to go on and this version cannot read it
  public static Recurrence pause(Recurrence there, boolean paused, Instant now) {
    State state = there.state();
    if (state.paused() == paused) {
      return there;
    }
    Instant next = state.next();
    boolean passed = !paused && next != null && !next.isAfter(now);
    return there.with(
        new State(
            paused,
            passed ? first(there.rules(), now, state.lastFired()) : next,
            state.lastFired(),
            state.definedBy(),
            state.codeText(),
            state.lastSkip()));
  }

  /// Everything that is said of a schedule as one text, equal if and only if the same is said.
  static String text(JobSpec job, Rules rules) {
    return String.join(
        "\n",
        "schedule " + rules.schedule(),
        "jitter " + rules.jitter(),
        "from " + rules.startsAt() + " to " + rules.endsAt(),
        "missed " + rules.missed() + " overlap " + rules.overlap().wireName(),
        "type " + job.type() + " version " + job.typeVersion() + " queue " + job.queue(),
        "priority " + job.priority().level() + " once " + job.atMostOnce(),
        "attempts " + job.maxAttempts() + " " + job.backoff(),
        "timeout " + job.timeout() + " deadline " + job.deadline().map(Due::toString),
        "tags " + job.tags(),
        "metadata " + metadata(job),
        "request " + job.requestId() + " trace " + job.traceparent(),
        "payload " + job.payload().encoding() + " " + digest(job.payload().bytes()));
  }

  /// With lengths, since a value may hold whatever stands between two of them.
  private static String metadata(JobSpec job) {
    StringBuilder all = new StringBuilder();
    job.metadata()
        .forEach((key, value) ->
            all.append(key).append('=').append(value.length()).append(':').append(value));
    return all.toString();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
