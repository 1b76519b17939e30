package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Claims#report].
abstract class ReportContract extends ContractPart {
  private static final Content RESULT = Content.json("{\"answer\":42}");
  private static final Outcome COMPLETED = new Outcome.Completed(RESULT);
  private static final Failure OOPS = Failure.of("Oops", "it broke");

  static Report completion(Job run) {
    return new Report(RunKey.of(run), COMPLETED);
  }

  private Attempt lastAttempt(Job job) {
    return bench().store().lookup().attempts(job.id()).getLast();
  }

  private void assertEnded(
      Job run, JobState state, Attempt.Outcome outcome, Optional<Failure> error) {
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(state);
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(job.attempt()).isEqualTo(run.attempt());
    assertThat(job.run()).isEqualTo(run.run());
    assertThat(job.worker()).isEqualTo(run.worker());
    assertThat(job.error()).isEqualTo(error);
    Attempt attempt = lastAttempt(job);
    assertThat(attempt.outcome()).isEqualTo(outcome);
    assertThat(attempt.endedAt()).contains(bench().time().now());
    assertThat(attempt.startedAt()).isEqualTo(run.startedAt().orElseThrow());
    assertThat(attempt.run()).isEqualTo(run.run());
    assertThat(attempt.attempt()).isEqualTo(run.attempt());
    assertThat(attempt.error()).isEqualTo(error);
  }

  @Test
  void completedRunCompletesItsJob() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(2));
    assertThat(bench().report(run, COMPLETED)).isEqualTo(Applied.APPLIED);
    assertEnded(run, JobState.COMPLETED, Attempt.Outcome.COMPLETED, Optional.empty());
    assertThat(bench().find(run).result()).contains(RESULT);
    assertThat(bench().find(run).reason()).isEmpty();
  }

  @Test
  void failedRunFailsItsJob() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(2));
    assertThat(bench().report(run, new Outcome.Failed(OOPS, null))).isEqualTo(Applied.APPLIED);
    assertEnded(run, JobState.FAILED, Attempt.Outcome.FAILED, Optional.of(OOPS));
    assertThat(bench().find(run).reason()).isEmpty();
    assertThat(bench().find(run).result()).isEmpty();
  }

  @Test
  void failureKeepsItsReason() {
    for (Reason reason :
        EnumSet.of(Reason.NOT_RETRYABLE, Reason.REJECTED_PAYLOAD, Reason.RESULT_TOO_LARGE)) {
      Job job = bench().ended(new Outcome.Failed(OOPS, reason));
      assertThat(job.reason()).contains(reason);
      assertThat(bench().store().lookup().list(JobFilter.ALL, null, 1))
          .singleElement()
          .satisfies(listed -> assertThat(listed.reason()).contains(reason));
    }
  }

  @Test
  void timedOutRunEndsItsJobByTimeout() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(10));
    assertThat(bench().report(run, new Outcome.TimedOut(OOPS))).isEqualTo(Applied.APPLIED);
    assertEnded(run, JobState.TIMEOUT, Attempt.Outcome.TIMEOUT, Optional.of(OOPS));
  }

  @Test
  void failedAttemptWaitsForTheNext() {
    assertWaits(Outcome.Cause.FAILED, Attempt.Outcome.FAILED);
  }

  @Test
  void timedOutAttemptWaitsForTheNext() {
    assertWaits(Outcome.Cause.TIMEOUT, Attempt.Outcome.TIMEOUT);
  }

  private void assertWaits(Outcome.Cause cause, Attempt.Outcome outcome) {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(2));
    assertThat(bench().report(run, new Outcome.Retry(OOPS, cause, Duration.ofSeconds(5))))
        .isEqualTo(Applied.APPLIED);

    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(job.reason()).contains(Reason.RETRY);
    assertThat(job.dueAt()).isEqualTo(bench().time().now().plusSeconds(5));
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.endedAt()).isEmpty();
    assertThat(job.error()).contains(OOPS);
    assertThat(lastAttempt(job).outcome()).isEqualTo(outcome);
    assertThat(lastAttempt(job).error()).contains(OOPS);
    assertThat(bench().claim(1)).isEmpty();
  }

  @Test
  void everyAttemptIsKeptWithItsOwnError() {
    bench().admit();
    for (int i = 1; i <= 3; i++) {
      Job run = bench().claimOne();
      bench()
          .report(
              run,
              new Outcome.Retry(
                  Failure.of("Oops", "no " + i), Outcome.Cause.FAILED, Duration.ZERO));
      bench().promoteAll();
    }
    Job last = bench().claimOne();
    bench().report(last, COMPLETED);

    List<Attempt> attempts = bench().store().lookup().attempts(last.id());
    assertThat(attempts).extracting(Attempt::run).containsExactly(1, 2, 3, 4);
    assertThat(attempts).extracting(Attempt::attempt).containsExactly(1, 2, 3, 4);
    assertThat(attempts)
        .extracting(attempt -> attempt.error().map(Failure::message).orElse("none"))
        .containsExactly("no 1", "no 2", "no 3", "none");
    assertThat(bench().find(last).error()).isEmpty();
  }

  @Test
  void successWhileCancellingStaysASuccess() {
    Job run = bench().cancelling();
    assertThat(bench().report(run, COMPLETED)).isEqualTo(Applied.APPLIED);
    assertEnded(run, JobState.COMPLETED, Attempt.Outcome.COMPLETED, Optional.empty());
    assertThat(bench().find(run).result()).contains(RESULT);
  }

  @Test
  void everythingElseWhileCancellingEndsCancelled() {
    for (Outcome outcome :
        List.of(
            new Outcome.Failed(OOPS, null),
            new Outcome.Failed(OOPS, Reason.NOT_RETRYABLE),
            new Outcome.TimedOut(OOPS),
            new Outcome.Retry(OOPS, Outcome.Cause.FAILED, Duration.ofSeconds(5)),
            new Outcome.Retry(OOPS, Outcome.Cause.TIMEOUT, Duration.ZERO))) {
      Job run = bench().cancelling();
      assertThat(bench().report(run, outcome)).isEqualTo(Applied.APPLIED);
      assertEnded(run, JobState.CANCELLED, Attempt.Outcome.CANCELLED, Optional.of(OOPS));
      assertThat(bench().find(run).reason()).isEmpty();
    }
  }

  @Test
  void repeatedReportIsAppliedAndChangesNothing() {
    for (Outcome outcome :
        List.of(COMPLETED, new Outcome.Failed(OOPS, null), Bench.retryIn(Duration.ofHours(9)))) {
      Job run = bench().running();
      bench().report(run, outcome);
      JobView before = JobView.of(bench().find(run));
      bench().time().advance(Duration.ofSeconds(2));
      assertThat(bench().report(run, outcome)).isEqualTo(Applied.APPLIED);
      assertThat(JobView.of(bench().find(run))).isEqualTo(before);
      assertThat(bench().store().lookup().attempts(run.id())).hasSize(1);
    }
  }

  @Test
  void reportThatStandsTwiceInOneCallIsAppliedOnce() {
    Job run = bench().running();
    assertThat(bench().store().claims().report(List.of(completion(run), completion(run))))
        .containsExactly(Applied.APPLIED, Applied.APPLIED);
    assertThat(bench().store().lookup().attempts(run.id())).hasSize(1);
    assertThat(bench().store().lookup().count().of(JobState.COMPLETED)).isEqualTo(1);
  }

  @Test
  void repeatedReportIsAppliedWhileTheNextRunHasNotBegun() {
    Job run = bench().running();
    Outcome retry = Bench.retryIn(Duration.ZERO);
    bench().report(run, retry);
    bench().promoteAll();
    assertThat(bench().report(run, retry)).isEqualTo(Applied.APPLIED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
    bench().claimOne();
    assertThat(bench().report(run, retry)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void runIsSupersededByTheNextOne() {
    Job first = bench().running();
    bench().release(first);
    Job second = bench().claim("w-2", 1).getFirst();
    assertThat(bench().report(first, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(JobView.of(bench().find(second))).isEqualTo(JobView.of(second));
    assertThat(bench().report(second, new Outcome.Failed(OOPS, null))).isEqualTo(Applied.APPLIED);
    assertThat(bench().report(first, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(first)).isEqualTo(JobState.FAILED);
  }

  @Test
  void releasedRunIsSuperseded() {
    Job run = bench().running();
    bench().release(run);
    assertThat(bench().report(run, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void reapedRunIsSuperseded() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    assertThat(bench().passTime(Bench.LEASE.plusSeconds(5))).isEqualTo(1);
    assertThat(bench().report(run, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
    assertThat(bench().find(run).result()).isEmpty();
  }

  @Test
  void reportForARunThatNeverWasIsSuperseded() {
    Job waiting = bench().admit();
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    RunKey early = new RunKey(Bench.QUEUE, waiting.id(), 1);
    RunKey zero = new RunKey(Bench.QUEUE, waiting.id(), 0);
    RunKey ended = new RunKey(Bench.QUEUE, cancelled.id(), 0);
    RunKey unknown = new RunKey(Bench.QUEUE, bench().nextId(), 1);
    for (RunKey key : List.of(early, zero, ended, unknown)) {
      assertThat(bench().report(key, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    }
    Job run = bench().claimOne();
    RunKey elsewhere = new RunKey("other", run.id(), run.run());
    RunKey future = new RunKey(run.queue(), run.id(), run.run() + 1);
    assertThat(bench().report(elsewhere, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().report(future, COMPLETED)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void reportsAreDecidedOneByOneAndAnsweredInOrder() {
    Job a = bench().running();
    Job stale = bench().running();
    bench().release(stale);
    Job b = bench().claim("w-2", 1).getFirst();
    Job c = bench().admit(bench().spec().queue("other"));
    assertThat(
            bench()
                .store()
                .claims()
                .report(
                    List.of(
                        completion(a),
                        completion(stale),
                        new Report(new RunKey(c.queue(), c.id(), 1), COMPLETED),
                        new Report(RunKey.of(b), new Outcome.Failed(OOPS, null)))))
        .containsExactly(Applied.APPLIED, Applied.SUPERSEDED, Applied.SUPERSEDED, Applied.APPLIED);
    assertThat(bench().stateOf(a)).isEqualTo(JobState.COMPLETED);
    assertThat(bench().stateOf(b)).isEqualTo(JobState.FAILED);
    assertThat(bench().stateOf(c)).isEqualTo(JobState.QUEUED);
    assertThat(bench().store().claims().report(List.of())).isEmpty();
  }
}
