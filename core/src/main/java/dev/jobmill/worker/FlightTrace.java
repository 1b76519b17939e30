package dev.jobmill.worker;

import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.store.Outcome;
import java.util.Locale;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs as events of Java Flight Recorder: one at the begin, so that a run that never ends can be
/// seen as well, and one at the end, which lasts as long as the run. While nothing has been
/// recorded in this JVM, the classes of the events are not even loaded.
final class FlightTrace implements RunTrace {
  private static final Logger LOG = LoggerFactory.getLogger(FlightTrace.class);

  @Override
  public Span begin(Job job) {
    if (!FlightRecorder.isInitialized()) {
      return NONE;
    }
    try {
      return recorded(job);
    } catch (RuntimeException | Error failed) {
      return without(failed);
    }
  }

  /// A recorder that fails must not fail the run.
  private static Span without(Throwable failed) {
    LOG.debug("a run could not be recorded", failed);
    return NONE;
  }

  private static Span recorded(Job job) {
    JobStarted started = new JobStarted();
    if (started.isEnabled()) {
      started.jobId = job.id().toString();
      started.type = job.type();
      started.queue = job.queue();
      started.run = job.run();
      started.attempt = job.attempt();
      started.commit();
    }
    JobEnded ended = new JobEnded();
    ended.begin();
    return (outcome, cause) -> {
      try {
        end(ended, job, outcome, cause);
      } catch (RuntimeException | Error failed) {
        var _ = without(failed);
      }
    };
  }

  private static void end(
      JobEnded ended, Job job, @Nullable Outcome outcome, @Nullable StopCause cause) {
    ended.end();
    if (!ended.shouldCommit()) {
      return;
    }
    ended.jobId = job.id().toString();
    ended.type = job.type();
    ended.queue = job.queue();
    ended.run = job.run();
    ended.attempt = job.attempt();
    ended.outcome = word(outcome);
    Failure error = errorOf(outcome);
    ended.errorKind = error == null ? null : error.kind();
    ended.stopCause = cause == null ? null : cause.name().toLowerCase(Locale.ROOT);
    ended.commit();
  }

  static String word(@Nullable Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed completed -> "completed";
      case Outcome.Failed failed -> "failed";
      case Outcome.TimedOut timedOut -> "timeout";
      case Outcome.Retry retry -> "retry";
      case Outcome.Snoozed snoozed -> "snoozed";
      case null -> "released";
    };
  }

  private static @Nullable Failure errorOf(@Nullable Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failed -> failed.error();
      case Outcome.TimedOut timedOut -> timedOut.error();
      case Outcome.Retry retry -> retry.error();
      case Outcome.Completed completed -> null;
      case Outcome.Snoozed snoozed -> null;
      case null -> null;
    };
  }
}
