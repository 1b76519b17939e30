package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Admission#delete].
abstract class DeleteContract extends ContractPart {
  @Test
  void everyEndedJobIsGoneWithAllThatBelongsToIt() {
    Job run = bench().cancelling();
    LogLine line = new LogLine(1, bench().time().now(), LogLine.Level.INFO, "hello");
    bench().note(new Note(RunKey.of(run), null, 1, List.of(line)));
    bench()
        .store()
        .attachments()
        .write(RunKey.of(run), "a", 0, new byte[] {1}, new Attachment("a", "x/y", 1, "0"));
    bench()
        .store()
        .steps()
        .keep(List.of(new StepKept(RunKey.of(run), "charge", Content.json("1"))));
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().delete(run)).isEqualTo(Acted.changed(JobState.COMPLETED));

    assertThat(bench().knows(run)).isFalse();
    assertThat(bench().store().lookup().list(JobFilter.ALL, null, 10)).isEmpty();
    assertThat(bench().store().lookup().attempts(run.id())).isEmpty();
    assertThat(bench().store().lookup().log(run.id(), 10)).isEmpty();
    assertThat(bench().eventsOf(run)).isEmpty();
    assertThat(bench().store().attachments().read(run.id(), "a", 0)).isEmpty();
    assertThat(bench().store().steps().of(run.id())).isEmpty();
    assertThat(bench().store().lookup().count().totals()).isEmpty();
    assertThat(bench().retry(run)).isEqualTo(Acted.UNKNOWN);
    assertThat(bench().delete(run)).isEqualTo(Acted.UNKNOWN);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
  }

  @Test
  void everyKindOfEndMayBeDeleted() {
    Job completed = bench().completed();
    Job failed = bench().ended(Bench.failed());
    Job timedOut = bench().ended(Bench.timedOut());
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    for (Job job : List.of(completed, failed, timedOut, cancelled)) {
      assertThat(bench().delete(job)).isEqualTo(Acted.changed(endOf(job)));
      assertThat(bench().knows(job)).isFalse();
    }
  }

  private static JobState endOf(Job job) {
    return job.state().isEnd() ? job.state() : JobState.CANCELLED;
  }

  @Test
  void liveJobsStay() {
    Job cancelling = bench().cancelling();
    Job running = bench().running();
    Job queued = bench().admit();
    Job pending = bench().admitLater(Duration.ofHours(1));
    for (Job job : List.of(cancelling, running, queued, pending)) {
      assertThat(bench().delete(job)).isEqualTo(Acted.tooLate(job.state()));
      assertThat(JobView.of(bench().find(job))).isEqualTo(JobView.of(job));
    }
  }

  @Test
  void jobStaysUntilAllThatComeAfterItHaveEnded() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().completeNext();
    assertAwaited(first);
    bench().claimOne();
    // It may ask for the other's result while it runs.
    assertAwaited(first);
    bench().cancel(second);
    assertAwaited(first);
    bench().report(bench().find(second), new Outcome.Completed(null));
    assertThat(bench().delete(first)).isEqualTo(Acted.changed(JobState.COMPLETED));
    assertThat(bench().delete(second)).isEqualTo(Acted.changed(JobState.COMPLETED));
  }

  private void assertAwaited(Job job) {
    assertThat(bench().delete(job)).isEqualTo(Acted.refused(JobState.COMPLETED, Refusal.AWAITED));
    assertThat(bench().knows(job)).isTrue();
    bench().time().advance(bench().retention().plusSeconds(1));
    assertThat(bench().pruneAll()).isZero();
    assertThat(bench().knows(job)).isTrue();
  }

  @Test
  void jobIsForgottenInTheEndWhenNobodyWaitsForItAnyMore() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().completeNext();
    bench().time().advance(bench().retention().plusSeconds(1));
    assertThat(bench().pruneAll()).isZero();
    bench().cancel(second);
    assertThat(bench().pruneAll()).isEqualTo(1);
    assertThat(bench().knows(first)).isFalse();
    assertThat(bench().knows(second)).isTrue();
  }

  @Test
  void dependentMayBeRetriedWhenTheOtherIsGone() {
    Job first = bench().ended(Bench.failed());
    Job second = bench().admit(bench().specAfter(first));
    assertThat(bench().delete(first).changed()).isTrue();
    assertThat(bench().retry(second)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertThat(bench().find(second).after()).isEqualTo(second.after());
    assertThat(bench().completeNext().id()).isEqualTo(second.id());
  }

  @Test
  void idOfADeletedJobMayBeUsedAfresh() {
    Job done = bench().completed();
    bench().delete(done);
    JobSpec other = done.spec().toBuilder().maxAttempts(9).build();
    assertThat(bench().admitGroup(other)).isInstanceOf(Admitted.class);
    assertThat(bench().find(done).run()).isZero();
    assertThat(bench().store().lookup().attempts(done.id())).isEmpty();
  }

  @Test
  void deletedJobCannotBeWaitedFor() {
    Job done = bench().completed();
    bench().delete(done);
    bench().assertRefused(0, Refusal.UNKNOWN_DEPENDENCY, bench().specAfter(done).build());
  }

  @Test
  void manyAreAnsweredInOrder() {
    Job done = bench().completed();
    Job queued = bench().admit();
    Job elsewhere = bench().admit(bench().spec().queue("other"));
    bench().cancel(elsewhere);
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());
    List<JobKey> keys =
        List.of(
            JobKey.of(queued),
            unknown,
            JobKey.of(elsewhere),
            new JobKey("other", done.id()),
            JobKey.of(done),
            JobKey.of(done));
    assertThat(bench().store().admission().delete(keys))
        .containsExactly(
            Acted.tooLate(JobState.QUEUED),
            Acted.UNKNOWN,
            Acted.changed(JobState.CANCELLED),
            Acted.UNKNOWN,
            Acted.changed(JobState.COMPLETED),
            Acted.UNKNOWN);
  }
}
