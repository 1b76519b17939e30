package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Change;
import dev.jobmill.store.Change.Prioritise;
import dev.jobmill.store.Change.Reschedule;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Admission#change].
abstract class ChangeContract extends ContractPart {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Change URGENT = new Prioritise(Priority.HIGH);
  private static final Change NOW = new Reschedule(Due.NOW);
  private static final Change LATER = new Reschedule(new Due.After(HOUR));

  private Instant now() {
    return bench().time().now();
  }

  private void assertChanged(Job job, Change change, JobState from, JobState to) {
    int events = bench().eventsOf(job).size();
    assertThat(bench().change(job, change)).isEqualTo(Acted.changed(to));
    assertThat(bench().stateOf(job)).isEqualTo(to);
    String what = change instanceof Prioritise ? "priority" : "reschedule";
    assertThat(bench().eventsOf(job))
        .hasSize(events + 1)
        .last()
        .isEqualTo(new JobEvent(now(), "ann", what, from, to));
  }

  @Test
  void priorityOfAQueuedJobGivesItAnotherPlace() {
    Job first = bench().admit();
    Job second = bench().admit();
    Job third = bench().admit(bench().spec().priority(Priority.HIGH));
    assertChanged(second, URGENT, JobState.QUEUED, JobState.QUEUED);
    assertThat(bench().find(second).priority()).isEqualTo(Priority.HIGH);
    assertThat(bench().claim(10))
        .extracting(Job::id)
        .containsExactly(second.id(), third.id(), first.id());
    assertThat(bench().find(second).priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void jobKeepsTheTimeThatItHasWaited() {
    Job old = bench().admit(bench().spec().priority(Priority.LOW));
    bench().time().advance(Duration.ofSeconds(1));
    Job young = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    bench().change(old, new Prioritise(Priority.NORMAL));
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, old.submittedAt());
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(old.id(), young.id());
  }

  @Test
  void jobMayBePutBehindOthers() {
    Job first = bench().admit();
    Job second = bench().admit();
    bench().change(first, new Prioritise(Priority.LOW));
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(second.id(), first.id());
  }

  @Test
  void priorityOfAPendingJobCountsWhenItIsQueued() {
    Job first = bench().admit();
    Job scheduled = bench().admitLater(HOUR);
    Job dependent = bench().admit(bench().specAfter(first));
    assertChanged(scheduled, URGENT, JobState.PENDING, JobState.PENDING);
    assertChanged(dependent, URGENT, JobState.PENDING, JobState.PENDING);
    assertThat(bench().find(scheduled).reason()).contains(Reason.SCHEDULED);
    assertThat(bench().find(dependent).reason()).contains(Reason.DEPENDENCIES);
    bench().completeNext();
    bench().time().advance(HOUR);
    Job normal = bench().admit();
    bench().promoteAll();
    assertThat(bench().claim(10))
        .extracting(Job::id)
        .containsExactly(dependent.id(), scheduled.id(), normal.id());
  }

  @Test
  void everythingElseStaysAsItIs() {
    Job job = bench().admit(bench().spec().timeout(HOUR).maxAttempts(7));
    bench().change(job, URGENT);
    Job changed = bench().find(job);
    assertThat(changed.spec().toBuilder().priority(job.priority()).build().sameContent(job.spec()))
        .isTrue();
    assertThat(changed.submittedAt()).isEqualTo(job.submittedAt());
    assertThat(changed.dueAt()).isEqualTo(job.dueAt());
  }

  @Test
  void queuedJobMayBePutOff() {
    Job job = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    assertChanged(job, LATER, JobState.QUEUED, JobState.PENDING);
    Job later = bench().find(job);
    assertThat(later.reason()).contains(Reason.SCHEDULED);
    assertThat(later.dueAt()).isEqualTo(now().plus(HOUR));
    assertThat(bench().claim(10)).isEmpty();
    assertThat(bench().queue(Bench.QUEUE).waiting()).isEqualTo(1);
    bench().time().advance(HOUR);
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, later.dueAt());
  }

  @Test
  void scheduledJobMayRunNow() {
    Job job = bench().admitLater(HOUR);
    bench().time().advance(Duration.ofSeconds(1));
    assertChanged(job, NOW, JobState.PENDING, JobState.QUEUED);
    Job queued = bench().find(job);
    assertThat(queued.reason()).isEmpty();
    assertThat(queued.dueAt()).isEqualTo(now());
    assertThat(bench().store().lookup().count().oldestQueued()).containsEntry(Bench.QUEUE, now());
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
    assertThat(bench().promoteAll()).isZero();
  }

  @Test
  void timeThatHasPassedMeansNow() {
    Job job = bench().admitLater(HOUR);
    Change past = new Reschedule(new Due.At(now().minus(HOUR)));
    assertChanged(job, past, JobState.PENDING, JobState.QUEUED);
    assertThat(bench().store().lookup().count().oldestQueued()).containsEntry(Bench.QUEUE, now());
  }

  @Test
  void scheduledJobMayBeMovedInTime() {
    Job job = bench().admitLater(HOUR);
    Instant at = now().plusSeconds(5);
    assertChanged(job, new Reschedule(new Due.At(at)), JobState.PENDING, JobState.PENDING);
    assertThat(bench().find(job).dueAt()).isEqualTo(at);
    bench().time().advance(Duration.ofSeconds(5));
    assertThat(bench().promoteAll()).isEqualTo(1);
  }

  @Test
  void queuedJobThatShallRunNowKeepsItsPlace() {
    Job first = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    Job second = bench().admit();
    assertChanged(first, NOW, JobState.QUEUED, JobState.QUEUED);
    assertThat(bench().find(first).dueAt()).isEqualTo(first.dueAt());
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(first.id(), second.id());
  }

  @Test
  void jobThatWaitsForItsNextAttemptKeepsItsReason() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ofMinutes(1)));
    assertChanged(run, LATER, JobState.PENDING, JobState.PENDING);
    Job later = bench().find(run);
    assertThat(later.reason()).contains(Reason.RETRY);
    assertThat(later.dueAt()).isEqualTo(now().plus(HOUR));
    bench().time().advance(Duration.ofMinutes(1));
    assertThat(bench().promoteAll()).isZero();
    assertChanged(run, NOW, JobState.PENDING, JobState.QUEUED);
    assertThat(bench().find(run).error()).isPresent();
    assertThat(bench().claimOne().attempt()).isEqualTo(2);
  }

  @Test
  void dependentNotesTheTimeAndGoesOnWaiting() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    assertChanged(second, LATER, JobState.PENDING, JobState.PENDING);
    assertThat(bench().find(second).reason()).contains(Reason.DEPENDENCIES);
    assertThat(bench().find(second).dueAt()).isEqualTo(now().plus(HOUR));
    bench().completeNext();
    assertThat(bench().find(second).reason()).contains(Reason.SCHEDULED);

    Job third = bench().admit(bench().specAfter(second).due(new Due.After(HOUR)));
    assertChanged(third, NOW, JobState.PENDING, JobState.PENDING);
    assertThat(bench().find(third).reason()).contains(Reason.DEPENDENCIES);
    bench().change(second, NOW);
    bench().completeNext();
    assertThat(bench().stateOf(third)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void jobsThatDoNotWaitStayAsTheyAre() {
    Job cancelling = bench().cancelling();
    Job running = bench().running();
    Job done = bench().completed();
    for (Job job : List.of(cancelling, running, done)) {
      JobView before = JobView.of(bench().find(job));
      int events = bench().eventsOf(job).size();
      for (Change change : List.of(URGENT, NOW, LATER)) {
        assertThat(bench().change(job, change)).isEqualTo(Acted.tooLate(job.state()));
      }
      assertThat(JobView.of(bench().find(job))).isEqualTo(before);
      assertThat(bench().eventsOf(job)).hasSize(events);
    }
  }

  @Test
  void manyAreAnsweredInOrder() {
    Job queued = bench().admit();
    Job pending = bench().admitLater(HOUR);
    Job elsewhere = bench().admit(bench().spec().queue("other"));
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());
    List<JobKey> keys =
        List.of(
            JobKey.of(queued),
            unknown,
            JobKey.of(elsewhere),
            JobKey.of(cancelled),
            new JobKey("other", pending.id()),
            JobKey.of(pending));
    assertThat(bench().store().admission().change(keys, LATER, "x".repeat(500)))
        .containsExactly(
            Acted.changed(JobState.PENDING),
            Acted.UNKNOWN,
            Acted.changed(JobState.PENDING),
            Acted.tooLate(JobState.CANCELLED),
            Acted.UNKNOWN,
            Acted.changed(JobState.PENDING));
    assertThat(bench().eventsOf(queued).getFirst().by()).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void changesAreHinted() {
    Job job = bench().admit();
    Hints.assertHinted(bench().store(), hint -> hint.pending(), () -> bench().change(job, LATER));
    Hints.assertHinted(
        bench().store(),
        hint -> hint.queued().contains(Bench.QUEUE),
        () -> bench().change(job, NOW));
  }

  @Test
  void jobThatHasRunMayBePutOff() {
    Job run = bench().running();
    bench().release(run);
    assertChanged(run, LATER, JobState.QUEUED, JobState.PENDING);
    bench().time().advance(HOUR);
    bench().promoteAll();
    Job again = bench().claimOne();
    assertThat(again.run()).isEqualTo(2);
    bench().report(again, new Outcome.Completed(null));
    assertThat(bench().stateOf(run)).isEqualTo(JobState.COMPLETED);
  }
}
