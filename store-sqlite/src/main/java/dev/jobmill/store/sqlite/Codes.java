package dev.jobmill.store.sqlite;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Recurrence.DefinedBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The numbers that stand for words in the file: the place in these lists. They are written out, so
/// that another order of an enum changes no file.
final class Codes {
  private static final List<JobState> STATES =
      List.of(
          JobState.PENDING,
          JobState.QUEUED,
          JobState.PROCESSING,
          JobState.CANCELLING,
          JobState.CANCELLED,
          JobState.COMPLETED,
          JobState.FAILED,
          JobState.TIMEOUT);
  private static final List<Reason> REASONS =
      List.of(
          Reason.SCHEDULED,
          Reason.RETRY,
          Reason.DEPENDENCIES,
          Reason.LIMIT,
          Reason.EXPIRED,
          Reason.DEPENDENCY_FAILED,
          Reason.QUARANTINED,
          Reason.LOST,
          Reason.REJECTED_PAYLOAD,
          Reason.NOT_RETRYABLE,
          Reason.RESULT_TOO_LARGE);
  private static final List<Attempt.Outcome> OUTCOMES =
      List.of(
          Attempt.Outcome.RUNNING,
          Attempt.Outcome.COMPLETED,
          Attempt.Outcome.FAILED,
          Attempt.Outcome.TIMEOUT,
          Attempt.Outcome.CANCELLED,
          Attempt.Outcome.CRASHED,
          Attempt.Outcome.RELEASED,
          Attempt.Outcome.SNOOZED);
  private static final List<LogLine.Level> LEVELS =
      List.of(LogLine.Level.DEBUG, LogLine.Level.INFO, LogLine.Level.WARN, LogLine.Level.ERROR);

  private static final List<OnFailure> RULES =
      List.of(OnFailure.CANCEL, OnFailure.RUN, OnFailure.FAIL);

  private static final List<Overlap> OVERLAPS =
      List.of(Overlap.ALLOW, Overlap.SKIP, Overlap.QUEUE_ONE);
  private static final List<DefinedBy> DEFINERS = List.of(DefinedBy.CODE, DefinedBy.PEOPLE);

  static final int STATE_COUNT = 8;

  private Codes() {}

  static int of(JobState state) {
    return STATES.indexOf(state);
  }

  static JobState state(int code) {
    return word(STATES, code);
  }

  static @Nullable Integer of(@Nullable Reason reason) {
    return reason == null ? null : REASONS.indexOf(reason);
  }

  static int codeOf(Reason reason) {
    return REASONS.indexOf(reason);
  }

  static Reason reason(int code) {
    return word(REASONS, code);
  }

  static int of(Attempt.Outcome outcome) {
    return OUTCOMES.indexOf(outcome);
  }

  static Attempt.Outcome outcome(int code) {
    return word(OUTCOMES, code);
  }

  static int of(LogLine.Level level) {
    return LEVELS.indexOf(level);
  }

  static LogLine.Level level(int code) {
    return word(LEVELS, code);
  }

  static int of(OnFailure rule) {
    return RULES.indexOf(rule);
  }

  static OnFailure rule(int code) {
    return word(RULES, code);
  }

  static int of(Overlap overlap) {
    return OVERLAPS.indexOf(overlap);
  }

  static Overlap overlap(int code) {
    return word(OVERLAPS, code);
  }

  static int of(DefinedBy definer) {
    return DEFINERS.indexOf(definer);
  }

  static DefinedBy definedBy(int code) {
    return word(DEFINERS, code);
  }

  private static <T> T word(List<T> words, int code) {
    if (code < 0 || code >= words.size()) {
      throw new IllegalArgumentException("no word has the code " + code);
    }
    return words.get(code);
  }
}
