package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Acted;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Admission#cancel].
abstract class CancelContract extends ContractPart {
  @Test
  void pendingJobEndsCancelled() {
    Job job = bench().admitLater(Duration.ofHours(1));
    bench().time().advance(Duration.ofSeconds(3));
    assertThat(bench().cancel(job)).isEqualTo(Acted.changed(JobState.CANCELLED));
    assertCancelled(job);
    bench().time().advance(Duration.ofHours(2));
    assertThat(bench().promoteAll()).isZero();
  }

  @Test
  void queuedJobEndsCancelledAndIsNotClaimed() {
    Job job = bench().admit();
    bench().time().advance(Duration.ofSeconds(3));
    assertThat(bench().cancel(job)).isEqualTo(Acted.changed(JobState.CANCELLED));
    assertCancelled(job);
    assertThat(bench().claim(10)).isEmpty();
    assertThat(bench().store().lookup().attempts(job.id())).isEmpty();
  }

  private void assertCancelled(Job before) {
    Job job = bench().find(before);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.reason()).isEmpty();
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(bench().store().lookup().events(job.id()))
        .containsExactly(
            new JobEvent(
                bench().time().now(), "ann", "cancel", before.state(), JobState.CANCELLED));
  }

  @Test
  void jobThatWaitsForItsNextAttemptKeepsItsError() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ofMinutes(1)));
    assertThat(bench().cancel(run)).isEqualTo(Acted.changed(JobState.CANCELLED));
    assertThat(bench().find(run).error()).isPresent();
    assertThat(bench().find(run).attempt()).isEqualTo(1);
  }

  @Test
  void runningJobBecomesCancellingAndStaysWithItsWorker() {
    Job run = bench().running();
    assertThat(bench().cancel(run)).isEqualTo(Acted.changed(JobState.CANCELLING));

    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.CANCELLING);
    assertThat(job.endedAt()).isEmpty();
    assertThat(job.run()).isEqualTo(run.run());
    assertThat(job.worker()).isEqualTo(run.worker());
    assertThat(bench().store().lookup().attempts(job.id()))
        .singleElement()
        .extracting(Attempt::outcome)
        .isEqualTo(Attempt.Outcome.RUNNING);
    assertThat(bench().store().lookup().events(job.id()))
        .containsExactly(
            new JobEvent(
                bench().time().now(), "ann", "cancel", JobState.PROCESSING, JobState.CANCELLING));
  }

  @Test
  void secondCancelChangesNothingAndLeavesNoEvent() {
    Job run = bench().cancelling();
    assertThat(bench().cancel(run)).isEqualTo(Acted.tooLate(JobState.CANCELLING));
    assertThat(bench().store().lookup().events(run.id())).hasSize(1);
  }

  @Test
  void endedJobStaysAsItIs() {
    Job done = bench().completed();
    bench().time().advance(Duration.ofSeconds(3));
    assertThat(bench().cancel(done)).isEqualTo(Acted.tooLate(JobState.COMPLETED));
    assertThat(bench().find(done).endedAt()).isEqualTo(done.endedAt());
    assertThat(bench().find(done).result()).isEqualTo(done.result());
    assertThat(bench().store().lookup().events(done.id())).isEmpty();
  }

  @Test
  void unknownJobIsToldSo() {
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());
    assertThat(bench().store().admission().cancel(List.of(unknown), "ann"))
        .containsExactly(Acted.UNKNOWN);
  }

  @Test
  void jobIsUnknownInAQueueThatIsNotItsOwn() {
    Job job = bench().admit();
    bench().admit(bench().spec().queue("other"));
    assertThat(bench().store().admission().cancel(List.of(new JobKey("other", job.id())), "ann"))
        .containsExactly(Acted.UNKNOWN);
    assertThat(bench().stateOf(job)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void manyAreAnsweredInOrder() {
    Job run = bench().running();
    Job done = bench().completed();
    Job queued = bench().admit();
    Job elsewhere = bench().admit(bench().spec().queue("other"));
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());

    List<JobKey> keys =
        List.of(
            JobKey.of(queued),
            unknown,
            JobKey.of(done),
            JobKey.of(elsewhere),
            JobKey.of(run),
            JobKey.of(queued));
    assertThat(bench().store().admission().cancel(keys, "ann"))
        .containsExactly(
            Acted.changed(JobState.CANCELLED),
            Acted.UNKNOWN,
            Acted.tooLate(JobState.COMPLETED),
            Acted.changed(JobState.CANCELLED),
            Acted.changed(JobState.CANCELLING),
            Acted.tooLate(JobState.CANCELLED));
  }

  @Test
  void longNameOfWhoAskedIsCut() {
    Job job = bench().admit();
    bench().store().admission().cancel(List.of(JobKey.of(job)), "x".repeat(500));
    assertThat(bench().store().lookup().events(job.id()))
        .singleElement()
        .extracting(JobEvent::by)
        .asString()
        .startsWith("xxx")
        .hasSizeLessThanOrEqualTo(200);
  }

  private void assertCancelEnds(Job job) {
    int events = bench().eventsOf(job).size();
    assertThat(bench().cancel(job)).isEqualTo(Acted.changed(JobState.CANCELLED));
    Job cancelled = bench().find(job);
    assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
    assertThat(cancelled.reason()).isEmpty();
    assertThat(cancelled.endedAt()).contains(bench().time().now());
    assertThat(bench().eventsOf(job)).hasSize(events + 1);
    assertThat(bench().cancel(job)).isEqualTo(Acted.tooLate(JobState.CANCELLED));
  }

  @Test
  void cancelAtEveryPointOfALifeDoesWhatIsToBeExpected() {
    Job other = bench().admit();
    assertCancelEnds(bench().admit(bench().specAfter(other)));
    assertCancelEnds(bench().admitLater(Duration.ofHours(1)));
    assertCancelEnds(other);
    for (Outcome outcome :
        List.of(Bench.retryIn(Duration.ofHours(1)), new Outcome.Snoozed(Duration.ofHours(1)))) {
      Job run = bench().running();
      bench().report(run, outcome);
      assertCancelEnds(run);
    }
    Job released = bench().running();
    bench().release(released);
    assertCancelEnds(released);
    Job crashed = bench().admit();
    bench().claim("w-2", 1);
    bench().store().registries().withdraw("w-2");
    assertCancelEnds(crashed);

    Job run = bench().running();
    assertThat(bench().cancel(run)).isEqualTo(Acted.changed(JobState.CANCELLING));
    assertThat(bench().cancel(run)).isEqualTo(Acted.tooLate(JobState.CANCELLING));
    bench().release(run);
    assertThat(bench().cancel(run)).isEqualTo(Acted.tooLate(JobState.CANCELLED));
    bench().retry(run);
    assertCancelEnds(run);

    Job expired = bench().admit(bench().spec().deadline(Due.NOW));
    bench().expireAll();
    Job dependent = bench().admit(bench().specAfter(expired));
    for (Job ended :
        List.of(
            bench().completed(),
            bench().ended(Bench.failed()),
            bench().ended(Bench.timedOut()),
            expired,
            dependent)) {
      Job before = bench().find(ended);
      assertThat(bench().cancel(ended)).isEqualTo(Acted.tooLate(before.state()));
      assertThat(JobView.of(bench().find(ended))).isEqualTo(JobView.of(before));
    }
  }
}
