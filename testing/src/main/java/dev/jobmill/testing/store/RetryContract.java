package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Admission#retry].
abstract class RetryContract extends ContractPart {
  @Test
  void completedJobGoesBack() {
    Job done = bench().completed();
    assertGoesBack(done);
  }

  @Test
  void failedJobGoesBackWithoutItsReason() {
    Outcome outcome = new Outcome.Failed(Failure.of("Oops", "no"), Reason.NOT_RETRYABLE);
    assertGoesBack(bench().ended(outcome));
  }

  @Test
  void timedOutJobGoesBack() {
    assertGoesBack(bench().ended(Bench.timedOut()));
  }

  @Test
  void jobThatWasCancelledWhileItRanGoesBack() {
    Job run = bench().cancelling();
    bench().release(run);
    Job cancelled = bench().find(run);
    assertGoesBack(cancelled);
    assertThat(bench().store().lookup().events(run.id()))
        .extracting(JobEvent::what)
        .containsExactly("cancel", "retry");
  }

  @Test
  void jobThatWasCancelledWhileItWaitedGoesBackToItsQueue() {
    Job job = bench().admitLater(Duration.ofHours(1));
    bench().cancel(job);
    assertGoesBack(bench().find(job));
  }

  private void assertGoesBack(Job ended) {
    bench().time().advance(Duration.ofSeconds(3));
    assertThat(bench().retry(ended)).isEqualTo(Acted.changed(JobState.QUEUED));

    Job job = bench().find(ended);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.attempt()).isZero();
    assertThat(job.crashes()).isZero();
    assertThat(job.run()).isEqualTo(ended.run());
    assertThat(job.reason()).isEmpty();
    assertThat(job.result()).isEmpty();
    assertThat(job.error()).isEmpty();
    assertThat(job.progress()).isEmpty();
    assertThat(job.endedAt()).isEmpty();
    // It may run now, and that is what the due time of a waiting job says.
    assertThat(job.dueAt()).isEqualTo(bench().time().now());
    assertThat(bench().store().lookup().events(job.id()))
        .last()
        .isEqualTo(
            new JobEvent(bench().time().now(), "ann", "retry", ended.state(), JobState.QUEUED));

    Job again = bench().claimOne();
    assertThat(again.id()).isEqualTo(ended.id());
    assertThat(again.run()).isEqualTo(ended.run() + 1);
    assertThat(again.attempt()).isEqualTo(1);
    bench().report(again, Bench.failed());
    assertThat(bench().stateOf(again)).isEqualTo(JobState.FAILED);
    assertThat(bench().store().lookup().attempts(job.id())).hasSize(again.run());
  }

  @Test
  void progressOfTheOldRunIsForgotten() {
    Job run = bench().running();
    bench().note(new Note(RunKey.of(run), new Progress(0.5, "half"), 1, List.of()));
    bench().report(run, Bench.failed());
    bench().retry(run);
    assertThat(bench().find(run).progress()).isEmpty();
  }

  @Test
  void attemptsOfBeforeAreKept() {
    Job failed = bench().ended(Bench.failed());
    bench().retry(failed);
    bench().report(bench().claimOne(), new Outcome.Completed(null));
    assertThat(bench().store().lookup().attempts(failed.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.FAILED, Attempt.Outcome.COMPLETED);
  }

  @Test
  void crashesAreForgottenSoThatTheNextOneCostsNoWait() {
    Job run = bench().running();
    bench().store().registries().withdraw(Bench.WORKER);
    Job again = bench().claim("w-2", 1).getFirst();
    assertThat(again.crashes()).isEqualTo(1);
    bench().report(again, Bench.failed());
    bench().retry(run);
    bench().claim("w-2", 1);
    bench().store().registries().withdraw("w-2");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
    assertThat(bench().find(run).crashes()).isEqualTo(1);
  }

  @Test
  void jobThatGoesBackStandsBehindThoseThatWaitedLonger() {
    Job failed = bench().ended(Bench.failed());
    bench().time().advance(Duration.ofSeconds(1));
    Job waiting = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    bench().retry(failed);
    Job urgent = bench().admit(bench().spec().priority(Priority.HIGH));
    assertThat(bench().claim(10))
        .extracting(Job::id)
        .containsExactly(urgent.id(), waiting.id(), failed.id());
  }

  @Test
  void liveJobStaysAsItIs() {
    Job cancelling = bench().cancelling();
    Job running = bench().running();
    Job queued = bench().admit();
    Job pending = bench().admitLater(Duration.ofHours(1));
    for (Job job : List.of(cancelling, running, queued, pending)) {
      assertThat(bench().retry(job)).isEqualTo(Acted.tooLate(bench().stateOf(job)));
      assertThat(bench().stateOf(job)).isEqualTo(job.state());
    }
    assertThat(bench().store().lookup().events(queued.id())).isEmpty();
  }

  @Test
  void secondRetryChangesNothing() {
    Job failed = bench().ended(Bench.failed());
    JobKey key = JobKey.of(failed);
    assertThat(bench().store().admission().retry(List.of(key, key), "ann"))
        .containsExactly(Acted.changed(JobState.QUEUED), Acted.tooLate(JobState.QUEUED));
    assertThat(bench().store().lookup().events(failed.id())).hasSize(1);
  }

  @Test
  void unknownJobIsToldSo() {
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());
    Job failed = bench().ended(Bench.failed());
    assertThat(
            bench()
                .store()
                .admission()
                .retry(List.of(unknown, new JobKey("other", failed.id())), "ann"))
        .containsExactly(Acted.UNKNOWN, Acted.UNKNOWN);
  }

  @Test
  void oldRunCanWriteNothingAfterTheNextOneHasBegun() {
    Job failed = bench().ended(Bench.failed());
    bench().retry(failed);
    Job again = bench().claimOne();
    assertThat(bench().report(failed, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(again)).isEqualTo(JobState.PROCESSING);
  }
}
