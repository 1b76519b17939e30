package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.Rank;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job of the model: a snapshot that is replaced at each move, and what belongs to it.
final class ModelJob {
  final long sequence;
  final List<Attempt> ended = new ArrayList<>();
  final List<LogLine> log = new ArrayList<>();
  int lastLine;
  final List<JobEvent> events = new ArrayList<>();
  Job job;
  Instant readyAt;
  long claimId;
  int reportedRun = -1;
  @Nullable Instant unnamedSince;

  ModelJob(long sequence, Job job, Instant now) {
    this.sequence = sequence;
    this.job = job;
    this.readyAt = now;
  }

  long rank() {
    return Rank.strict(job.priority(), readyAt);
  }

  boolean isRunBy(String worker) {
    return job.state().isRunning() && job.worker().filter(worker::equals).isPresent();
  }

  void queue(Instant ready) {
    readyAt = ready;
    job = job.toBuilder().state(JobState.QUEUED).reason(null).build();
  }

  void claim(String worker, long claim, Instant now) {
    lastLine = 0;
    claimId = claim;
    unnamedSince = null;
    job =
        job.toBuilder()
            .state(JobState.PROCESSING)
            .run(job.run() + 1)
            .attempt(job.attempt() + 1)
            .worker(worker)
            .startedAt(now)
            .progress(null)
            .build();
  }

  void cancelWaiting(Instant now) {
    job = job.toBuilder().state(JobState.CANCELLED).reason(null).endedAt(now).build();
  }

  void retryByHand(Instant now) {
    job =
        job.toBuilder()
            .attempt(0)
            .crashes(0)
            .result(null)
            .error(null)
            .progress(null)
            .endedAt(null)
            .dueAt(now)
            .build();
    queue(now);
  }

  void crash(Instant now) {
    job = job.toBuilder().crashes(job.crashes() + 1).build();
    apply(NextStep.afterCrash(job.state(), job.crashes()), now);
  }

  void apply(NextStep step, Instant now) {
    ended.add(currentRun(step.attempt(), now, step));
    Job.Builder next =
        job.toBuilder()
            .state(step.state())
            .reason(step.reason())
            .error(step.errorAfter(job.error().orElse(null)))
            .attempt(step.givesAttemptBack() ? job.attempt() - 1 : job.attempt());
    if (step.state() == JobState.PENDING) {
      next.dueAt(now.plus(step.delay()));
    }
    if (step.state().isEnd()) {
      next.endedAt(now).result(step.result());
    }
    job = next.build();
  }

  List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>(ended);
    if (job.state().isRunning()) {
      attempts.add(currentRun(Attempt.Outcome.RUNNING, null, null));
    }
    return attempts;
  }

  private Attempt currentRun(
      Attempt.Outcome outcome, @Nullable Instant end, @Nullable NextStep step) {
    return new Attempt(
        job.run(),
        job.attempt(),
        job.worker().orElseThrow(),
        job.startedAt().orElseThrow(),
        end,
        outcome,
        step == null ? null : step.error());
  }

  boolean isDue(Instant now) {
    return job.state() == JobState.PENDING && !job.dueAt().isAfter(now);
  }

  boolean outlived(Instant now, Duration retention) {
    return job.endedAt().filter(end -> !end.plus(retention).isAfter(now)).isPresent();
  }

  void schedule() {
    job = job.toBuilder().state(JobState.PENDING).reason(Reason.SCHEDULED).build();
  }
}
