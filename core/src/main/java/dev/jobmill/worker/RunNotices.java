package dev.jobmill.worker;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Subject;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Tells listeners what becomes of the runs of a worker. Thread-safe.
final class RunNotices {
  private final Notices notices;

  RunNotices(Notices notices) {
    this.notices = notices;
  }

  void started(Job job) {
    notices.tell(job, JobNotice.Started::new);
  }

  /// Tells of the stops that others have caused: expected from before the run hears of one, since
  /// it may end before this thread goes on. Called by one thread.
  BiConsumer<ActiveRun, StopCause> around(BiConsumer<ActiveRun, StopCause> stop) {
    return (run, cause) -> {
      // A heartbeat tells of a cancel until the run has ended.
      if (!notices.isHeard() || run.stopCause() == cause) {
        stop.accept(run, cause);
        return;
      }
      Subject job = Subject.of(run.job());
      Notices.Pending pending = notices.pending();
      pending.add(job, (subject, at) -> ofStop(cause, subject, at));
      stop.accept(run, cause);
      if (run.stopCause() == cause) {
        pending.settle(0, job, (subject, at) -> ofStop(cause, subject, at));
      }
      pending.end();
    };
  }

  private static JobNotice ofStop(StopCause cause, Subject job, Instant at) {
    return switch (cause) {
      case CANCELLED -> new JobNotice.Cancelling(job, at);
      case LEASE_LOST -> new JobNotice.Lost(job, at);
      case TIMEOUT, STOPPING -> throw new IllegalStateException("bug: no heartbeat says " + cause);
    };
  }

  /// What is about to be brought to the store in one batch.
  Batch batch() {
    return new Batch();
  }

  static JobNotice ofOutcome(boolean cancelled, Outcome outcome, Subject job, Instant at) {
    if (cancelled && !(outcome instanceof Outcome.Completed)) {
      return new JobNotice.Cancelled(job, at);
    }
    return switch (outcome) {
      case Outcome.Completed completed -> new JobNotice.Completed(job, at);
      case Outcome.Failed(var error, var reason) -> new JobNotice.Failed(job, at, error, reason);
      case Outcome.TimedOut(var error) -> new JobNotice.TimedOut(job, at, error);
      case Outcome.Retry(var error, var cause, var delay) ->
          new JobNotice.Retrying(job, at, error, cause == Outcome.Cause.TIMEOUT, delay);
      case Outcome.Snoozed(var delay) -> new JobNotice.Snoozed(job, at, delay);
    };
  }

  /// The ends of runs that the store is told of together. Nothing is told before the whole batch
  /// was stored: what fails is brought again, all of it. Used by one thread.
  final class Batch implements AutoCloseable {
    private final Notices.@Nullable Pending pending = notices.isHeard() ? notices.pending() : null;
    private final List<Ending> reported = pending == null ? List.of() : new ArrayList<>();
    private final List<Ending> released = pending == null ? List.of() : new ArrayList<>();

    void reported(ActiveRun run, Outcome outcome) {
      if (pending != null) {
        boolean cancelled = run.stopCause() == StopCause.CANCELLED;
        add(pending, reported, run, (job, at) -> ofOutcome(cancelled, outcome, job, at));
      }
    }

    void released(ActiveRun run) {
      if (pending != null) {
        boolean cancelled = run.stopCause() == StopCause.CANCELLED;
        add(
            pending,
            released,
            run,
            (job, at) ->
                cancelled ? new JobNotice.Cancelled(job, at) : new JobNotice.GivenBack(job, at));
      }
    }

    private void add(Notices.Pending calls, List<Ending> endings, ActiveRun run, NoticeOf notice) {
      Subject job = Subject.of(run.job());
      endings.add(new Ending(reported.size() + released.size(), job, notice));
      calls.add(job, notice::of);
    }

    /// The store has taken the batch.
    ///
    /// @param reports its answers to what was reported, in order
    /// @param releases its answers to what was released, in order
    void stored(List<Applied> reports, List<Applied> releases) {
      if (pending != null) {
        settle(pending, reported, reports);
        settle(pending, released, releases);
      }
    }

    private static void settle(Notices.Pending calls, List<Ending> endings, List<Applied> answers) {
      for (int i = 0; i < endings.size(); i++) {
        Ending ending = endings.get(i);
        boolean applied = answers.get(i) == Applied.APPLIED;
        calls.settle(
            ending.index(),
            ending.job(),
            (job, at) -> applied ? ending.notice().of(job, at) : new JobNotice.Lost(job, at));
      }
    }

    @Override
    public void close() {
      if (pending != null) {
        pending.end();
      }
    }
  }

  private interface NoticeOf {
    JobNotice of(Subject job, Instant at);
  }

  private record Ending(int index, Subject job, NoticeOf notice) {}
}
