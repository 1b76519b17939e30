package dev.jobmill.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of a running job, decided without any I/O: every store asks here and does as it is
/// told.
///
/// @param state the state that it comes to: an end, `PENDING` or `QUEUED`
/// @param reason the reason that goes with it
/// @param delay for `PENDING`: how long from now until it is due; zero otherwise
/// @param givesAttemptBack whether the attempt is not charged
/// @param suspicion what becomes of the suspicion that the job kills its workers
/// @param attempt how the attempt is written down
/// @param result what is kept as the job's result
/// @param error what is kept as the job's error and as the attempt's; null leaves the job's latest
///   error as it is unless the job completed
public record NextStep(
    JobState state,
    @Nullable Reason reason,
    Duration delay,
    boolean givesAttemptBack,
    Suspicion suspicion,
    Attempt.Outcome attempt,
    @Nullable Content result,
    @Nullable Failure error) {

  /// How many crashes while it was alone in its worker end a job.
  public static final int LONE_CRASHES_MAX = 3;

  private static final Duration CRASH_WAIT_MAX = Duration.ofMinutes(1);

  private static final Failure QUARANTINED =
      Failure.of(
          "Quarantined",
          "its worker died "
              + LONE_CRASHES_MAX
              + " times while it ran nothing but this job, which is not run again: mend what kills"
              + " the process, then retry the job by hand");

  /// Whether a job may be what kills its workers: a suspect runs alone, so that it can harm nobody
  /// and shows whether it is guilty.
  public enum Suspicion {
    /// It is suspected as before, or not.
    AS_BEFORE,

    /// It is a suspect from now on.
    RAISED,

    /// It is none, and its lone crashes are forgotten.
    LIFTED
  }

  /// After a report. While cancelling, everything but success ends `CANCELLED`; a success stays
  /// `COMPLETED`.
  ///
  /// @param state `PROCESSING` or `CANCELLING`
  public static NextStep afterReport(JobState state, Outcome outcome) {
    NextStep step =
        switch (outcome) {
          case Outcome.Completed(Content result) ->
              end(JobState.COMPLETED, null, Attempt.Outcome.COMPLETED, result, null);
          case Outcome.Failed(Failure error, Reason reason) ->
              end(JobState.FAILED, reason, Attempt.Outcome.FAILED, null, error);
          case Outcome.TimedOut(Failure error) ->
              end(JobState.TIMEOUT, null, Attempt.Outcome.TIMEOUT, null, error);
          case Outcome.Retry(Failure error, Outcome.Cause cause, Duration delay) ->
              new NextStep(
                  JobState.PENDING,
                  Reason.RETRY,
                  delay,
                  false,
                  Suspicion.LIFTED,
                  cause == Outcome.Cause.TIMEOUT ? Attempt.Outcome.TIMEOUT : Attempt.Outcome.FAILED,
                  null,
                  error);
          case Outcome.Snoozed(Duration delay) ->
              new NextStep(
                  JobState.PENDING,
                  Reason.SCHEDULED,
                  delay,
                  true,
                  Suspicion.LIFTED,
                  Attempt.Outcome.SNOOZED,
                  null,
                  null);
        };
    if (state == JobState.CANCELLING && step.state != JobState.COMPLETED) {
      return cancelled(step.error);
    }
    state.to(step.state);
    return step;
  }

  /// After a worker has given a run back in good order.
  ///
  /// @param state `PROCESSING` or `CANCELLING`
  public static NextStep afterRelease(JobState state) {
    return state == JobState.CANCELLING
        ? cancelled(null)
        : new NextStep(
            state.to(JobState.QUEUED),
            null,
            Duration.ZERO,
            true,
            Suspicion.AS_BEFORE,
            Attempt.Outcome.RELEASED,
            null,
            null);
  }

  /// After a run went down with its worker: the attempt is given back; the first time the job is
  /// `QUEUED` again at once, later it waits 1 s × 2ⁿ, at most a minute. It is a suspect from now
  /// on; the third crash while it was alone in its worker ends it `FAILED`, reason `QUARANTINED`.
  ///
  /// @param state `PROCESSING` or `CANCELLING`
  /// @param crashes how often it has now crashed, this time included: 1 or more
  /// @param loneCrashes how many of these were while nothing else ran in its worker, since it last
  ///   ended a run by itself
  /// @param atMostOnce whether the job must not run a second time: it ends `FAILED`, reason `LOST`
  public static NextStep afterCrash(
      JobState state, int crashes, int loneCrashes, boolean atMostOnce) {
    if (state == JobState.CANCELLING) {
      return cancelled(null);
    }
    Failure lost =
        Failure.of("WorkerLost", "the worker died or lost its lease while it ran the job");
    if (atMostOnce) {
      return end(state.to(JobState.FAILED), Reason.LOST, Attempt.Outcome.CRASHED, null, lost);
    }
    if (loneCrashes >= LONE_CRASHES_MAX) {
      return end(
          state.to(JobState.FAILED),
          Reason.QUARANTINED,
          Attempt.Outcome.CRASHED,
          null,
          QUARANTINED);
    }
    if (crashes <= 1) {
      return new NextStep(
          state.to(JobState.QUEUED),
          null,
          Duration.ZERO,
          true,
          Suspicion.RAISED,
          Attempt.Outcome.CRASHED,
          null,
          lost);
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(crashes - 2, 10));
    return new NextStep(
        state.to(JobState.PENDING),
        Reason.RETRY,
        wait.compareTo(CRASH_WAIT_MAX) > 0 ? CRASH_WAIT_MAX : wait,
        true,
        Suspicion.RAISED,
        Attempt.Outcome.CRASHED,
        null,
        lost);
  }

  private static NextStep cancelled(@Nullable Failure error) {
    return end(
        JobState.CANCELLING.to(JobState.CANCELLED), null, Attempt.Outcome.CANCELLED, null, error);
  }

  private static NextStep end(
      JobState state,
      @Nullable Reason reason,
      Attempt.Outcome attempt,
      @Nullable Content result,
      @Nullable Failure error) {
    return new NextStep(
        state, reason, Duration.ZERO, false, Suspicion.LIFTED, attempt, result, error);
  }

  /// The error that the job shows afterwards.
  ///
  /// @param before the one that it showed while it ran
  public @Nullable Failure errorAfter(@Nullable Failure before) {
    return error != null || state == JobState.COMPLETED ? error : before;
  }
}
