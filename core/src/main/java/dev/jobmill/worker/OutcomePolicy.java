package dev.jobmill.worker;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryLater;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What comes after a run that did not complete: plain functions of the job, the error and chance.
final class OutcomePolicy {
  private static final String CANCELLED = "Cancelled";

  private OutcomePolicy() {}

  /// After the handler threw.
  ///
  /// @param policy of the code that ran the job: which errors are not worth another attempt
  /// @param random 0 (inclusive) to 1 (exclusive)
  static Outcome afterError(Job job, Throwable thrown, RetryPolicy policy, double random) {
    if (thrown instanceof Snooze snooze) {
      return new Outcome.Snoozed(snooze.delay());
    }
    if (thrown instanceof NotRetryable) {
      return new Outcome.Failed(failureOf(thrown), Reason.NOT_RETRYABLE);
    }
    Failure failure = Failure.of(thrown);
    if (!policy.retries(thrown)) {
      return new Outcome.Failed(failure, Reason.NOT_RETRYABLE);
    }
    if (job.attempt() >= job.maxAttempts()) {
      return new Outcome.Failed(failure, null);
    }
    Duration delay =
        thrown instanceof RetryLater later
            ? later.delay()
            : job.spec().backoff().after(job.attempt(), random);
    return new Outcome.Retry(failure, Outcome.Cause.FAILED, delay);
  }

  /// A plain [NotRetryable] that wraps something is only its messenger.
  private static Failure failureOf(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return Failure.of(thrown.getClass() == NotRetryable.class && cause != null ? cause : thrown);
  }

  /// After the time limit has struck.
  ///
  /// @param stack of the handler's thread when it was told to stop; null where it had none
  /// @param random 0 (inclusive) to 1 (exclusive)
  static Outcome afterTimeout(Job job, Duration limit, @Nullable String stack, double random) {
    Failure failure = new Failure("Timeout", "the time limit of " + text(limit) + " passed", stack);
    if (job.attempt() >= job.maxAttempts()) {
      return new Outcome.TimedOut(failure);
    }
    return new Outcome.Retry(
        failure, Outcome.Cause.TIMEOUT, job.spec().backoff().after(job.attempt(), random));
  }

  /// After a cancelled run has ended, or was given up on: the store makes it `CANCELLED` whatever
  /// the outcome says.
  ///
  /// @param stack of the handler's thread when it was told to stop; null where it had none
  static Outcome afterCancel(Throwable thrown, @Nullable String stack) {
    return new Outcome.Failed(
        thrown instanceof CancelledRun || thrown instanceof InterruptedException
            ? new Failure(CANCELLED, "the run was stopped because its job was cancelled", stack)
            : Failure.of(thrown),
        null);
  }

  /// After a cancelled run was given up on, because it went on.
  ///
  /// @param stack of the handler's thread when it was told to stop; null where it had none
  static Outcome afterIgnoredCancel(@Nullable String stack) {
    return new Outcome.Failed(new Failure(CANCELLED, "the run ignored its cancel", stack), null);
  }

  /// After a run was ended by the stop of its worker.
  ///
  /// @param began whether its handler had begun: a job that must not run twice cannot go back then
  /// @return null when the run is to be given back
  static @Nullable Outcome afterStop(Job job, boolean began) {
    return began && job.spec().atMostOnce()
        ? new Outcome.Failed(
            Failure.of(
                "WorkerStopped",
                "the worker stopped while it ran the job, and jobs of this type run at most once"),
            Reason.LOST)
        : null;
  }

  private static String text(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
