package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Refused;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.DependencyRule;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Jobs that come after others: how they are taken in, and what the end of one means for the next.
abstract class DependencyContract extends ContractPart {
  private static final Duration HOUR = Duration.ofHours(1);

  abstract boolean placesTogether(String queue, String other);

  private void assertWaits(Job job) {
    Job waiting = bench().find(job);
    assertThat(waiting.state()).isEqualTo(JobState.PENDING);
    assertThat(waiting.reason()).contains(Reason.DEPENDENCIES);
  }

  private Job admitAfter(Job other, OnFailure rule) {
    return bench().admit(bench().spec().after(List.of(Dependency.on(other).onFailure(rule))));
  }

  @Test
  void dependentWaitsUntilTheOtherHasCompleted() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    assertWaits(second);
    assertThat(second.dueAt()).isEqualTo(second.submittedAt());
    assertThat(bench().promoteAll()).isZero();
    Job run = bench().claimOne();
    assertThat(run.id()).isEqualTo(first.id());
    assertThat(bench().claim(10)).isEmpty();
    assertWaits(second);

    bench().time().advance(Duration.ofSeconds(3));
    bench().report(run, new Outcome.Completed(null));
    Job released = bench().find(second);
    assertThat(released.state()).isEqualTo(JobState.QUEUED);
    assertThat(released.reason()).isEmpty();
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, bench().time().now());
    assertThat(bench().claimOne().id()).isEqualTo(second.id());
    assertThat(bench().releaseAll()).isZero();
  }

  @Test
  void dependentStandsBehindThoseThatWereReadyBefore() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().time().advance(Duration.ofSeconds(1));
    Job between = bench().admit();
    bench().time().advance(Duration.ofSeconds(1));
    bench().completeNext();
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(between.id(), second.id());
  }

  @Test
  void dependentWaitsForAll() {
    List<Job> others = bench().admit(3);
    Job last = bench().admit(bench().specAfter(others.toArray(Job[]::new)));
    bench().completeNext();
    assertWaits(last);
    bench().completeNext();
    assertWaits(last);
    bench().completeNext();
    assertThat(bench().stateOf(last)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void everyEndOfTheOtherMeansWhatTheRuleSays() {
    for (JobState end : List.of(JobState.FAILED, JobState.TIMEOUT, JobState.CANCELLED)) {
      Job other = bench().admit();
      Job cancelled = admitAfter(other, OnFailure.CANCEL);
      Job failed = admitAfter(other, OnFailure.FAIL);
      Job free = admitAfter(other, OnFailure.RUN);
      switch (end) {
        case FAILED -> bench().endNext(Bench.failed());
        case TIMEOUT -> bench().endNext(Bench.timedOut());
        default -> bench().cancel(other);
      }
      assertFailedDependency(cancelled, JobState.CANCELLED, other, end);
      assertFailedDependency(failed, JobState.FAILED, other, end);
      assertThat(bench().stateOf(free)).isEqualTo(JobState.QUEUED);
      assertThat(bench().completeNext().id()).isEqualTo(free.id());
      assertAtOnce(other, end);
    }
  }

  private void assertFailedDependency(Job before, JobState state, Job other, JobState end) {
    Job job = bench().find(before);
    assertThat(job.state()).isEqualTo(state);
    assertThat(job.reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(job.error()).contains(DependencyRule.failure(other.id(), end));
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(List.of(job.attempt(), job.run(), job.crashes())).containsOnly(0);
    assertThat(bench().store().lookup().attempts(job.id())).isEmpty();
    assertThat(bench().eventsOf(job)).isEmpty();
  }

  /// The same for jobs that come when the other has ended already.
  private void assertAtOnce(Job other, JobState end) {
    long waiting = bench().queue(Bench.QUEUE).waiting();
    assertFailedDependency(admitAfter(other, OnFailure.CANCEL), JobState.CANCELLED, other, end);
    assertFailedDependency(admitAfter(other, OnFailure.FAIL), JobState.FAILED, other, end);
    assertThat(bench().queue(Bench.QUEUE).waiting()).isEqualTo(waiting);
    Job free = admitAfter(other, OnFailure.RUN);
    assertThat(free.state()).isEqualTo(JobState.QUEUED);
    bench().completeNext();
  }

  @Test
  void dependentOfACompletedJobIsQueuedAtOnce() {
    Job done = bench().completed();
    for (OnFailure rule : OnFailure.values()) {
      assertThat(admitAfter(done, rule).state()).isEqualTo(JobState.QUEUED);
    }
    Job later = bench().admit(bench().specAfter(done).due(new Due.After(HOUR)));
    assertThat(later.reason()).contains(Reason.SCHEDULED);
  }

  @Test
  void firstFailureEndsTheDependentWithoutWaitingForOthers() {
    Job first = bench().admit();
    Job second = bench().admit();
    Job last = bench().admit(bench().specAfter(first, second));
    bench().cancel(second);
    assertFailedDependency(last, JobState.CANCELLED, second, JobState.CANCELLED);
    Job ended = bench().find(last);
    bench().time().advance(Duration.ofSeconds(1));
    bench().completeNext();
    assertThat(JobView.of(bench().find(last))).isEqualTo(JobView.of(ended));
  }

  @Test
  void whatIsNoEndReleasesNobody() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().release(bench().claimOne());
    bench().report(bench().claimOne(), Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    bench().report(bench().claimOne(), new Outcome.Snoozed(Duration.ZERO));
    bench().promoteAll();
    bench().claimOne();
    bench().store().registries().withdraw(Bench.WORKER);
    Job again = bench().claim("w-2", 1).getFirst();
    bench().cancel(again);
    bench().releaseAll();
    assertWaits(second);
    bench().release(again);
    assertThat(bench().stateOf(second)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void dueTimeOfADependentIsKeptForWhenItIsReleased() {
    Job first = bench().admit();
    Job later = bench().admit(bench().specAfter(first).due(new Due.After(HOUR)));
    Job soon = bench().admit(bench().specAfter(first).due(new Due.After(Duration.ofMinutes(1))));
    assertWaits(later);
    assertThat(later.dueAt()).isEqualTo(later.submittedAt().plus(HOUR));
    bench().time().advance(Duration.ofMinutes(2));
    // Its time has come, but not its turn.
    assertThat(bench().promoteAll()).isZero();
    bench().completeNext();

    assertThat(bench().stateOf(soon)).isEqualTo(JobState.QUEUED);
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, bench().time().now());
    Job scheduled = bench().find(later);
    assertThat(scheduled.state()).isEqualTo(JobState.PENDING);
    assertThat(scheduled.reason()).contains(Reason.SCHEDULED);
    assertThat(scheduled.dueAt()).isEqualTo(later.dueAt());
    bench().time().advance(HOUR.minusMinutes(2));
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(bench().stateOf(later)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void unknownJobCannotBeWaitedFor() {
    Job known = bench().admit();
    Dependency unknown = new Dependency(Bench.QUEUE, bench().nextId(), OnFailure.CANCEL);
    JobSpec spec = bench().spec().after(List.of(Dependency.on(known), unknown)).build();
    Refused refused = bench().refused(bench().spec().build(), spec);
    assertThat(refused.why()).isEqualTo(Refusal.UNKNOWN_DEPENDENCY);
    assertThat(refused.index()).isEqualTo(1);
    assertThat(refused.message()).contains(unknown.job().toString()).contains(spec.id().toString());
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(1);
  }

  @Test
  void jobIsUnknownInAQueueThatIsNotItsOwn() {
    Job known = bench().admit();
    Dependency wrong = new Dependency("elsewhere", known.id(), OnFailure.RUN);
    bench()
        .assertRefused(0, Refusal.UNKNOWN_DEPENDENCY, bench().spec().after(List.of(wrong)).build());
  }

  @Test
  void unknownJobRefusesAlsoWhenAnotherDependencyHasFailed() {
    Job failed = bench().ended(Bench.failed());
    Dependency unknown = new Dependency(Bench.QUEUE, bench().nextId(), OnFailure.CANCEL);
    JobSpec spec = bench().spec().after(List.of(Dependency.on(failed), unknown)).build();
    bench().assertRefused(0, Refusal.UNKNOWN_DEPENDENCY, spec);
  }

  private static Dependency on(JobSpec spec) {
    return new Dependency(spec.queue(), spec.id(), OnFailure.CANCEL);
  }

  @Test
  void jobMayComeAfterAnEarlierOneOfItsGroup() {
    JobSpec first = bench().spec().build();
    JobSpec second = bench().spec().after(List.of(on(first))).build();
    JobSpec third = bench().spec().after(List.of(on(first), on(second))).build();
    assertThat(bench().admitGroup(first, second, third)).isInstanceOf(Admitted.class);
    assertThat(bench().completeNext().id()).isEqualTo(first.id());
    assertThat(bench().completeNext().id()).isEqualTo(second.id());
    assertThat(bench().completeNext().id()).isEqualTo(third.id());
  }

  @Test
  void jobCannotComeAfterALaterOneOfItsGroupOrItself() {
    JobSpec first = bench().spec().build();
    JobSpec second = bench().spec().after(List.of(on(first))).build();
    bench().assertRefused(0, Refusal.UNKNOWN_DEPENDENCY, second, first);
    JobSpec own = first.toBuilder().after(List.of(on(first))).build();
    bench().assertRefused(0, Refusal.UNKNOWN_DEPENDENCY, own);
    assertThat(bench().store().lookup().count().totals()).isEmpty();
  }

  @Test
  void jobMayComeAfterOneOfAnEarlierGroupOfTheCall() {
    JobSpec first = bench().spec().build();
    JobSpec second = bench().spec().after(List.of(on(first))).build();
    assertThat(bench().admitGroups(Bench.group(first), Bench.group(second)))
        .hasOnlyElementsOfType(Admitted.class);
    assertWaits(bench().find(second.id()));
  }

  @Test
  void jobOfARefusedGroupCannotBeWaitedFor() {
    Job there = bench().admit();
    JobSpec first = bench().spec().build();
    JobSpec conflict = there.spec().toBuilder().maxAttempts(9).build();
    JobSpec second = bench().spec().after(List.of(on(first))).build();
    assertThat(bench().admitGroups(Bench.group(first, conflict), Bench.group(second)))
        .hasOnlyElementsOfType(Refused.class);
  }

  @Test
  void jobThatEndsAtOnceEndsThoseOfItsGroupThatComeAfterIt() {
    Job failed = bench().ended(Bench.failed());
    JobSpec second = bench().specAfter(failed).build();
    JobSpec third = bench().spec().after(List.of(on(second))).build();
    assertThat(bench().admitGroup(second, third)).isInstanceOf(Admitted.class);
    assertFailedDependency(
        bench().find(third.id()),
        JobState.CANCELLED,
        bench().find(second.id()),
        JobState.CANCELLED);
  }

  @Test
  void jobOfAnotherQueueMayBeWaitedForWhereItIsInTheSamePlace() {
    for (String queue : List.of("a", "b", "c", "d")) {
      Job first = bench().admit(bench().spec().queue(queue));
      JobSpec second = bench().specAfter(first).build();
      Admittance answer = bench().admitGroup(second);
      if (!placesTogether(queue, Bench.QUEUE)) {
        assertThat(((Refused) answer).why()).isEqualTo(Refusal.UNKNOWN_DEPENDENCY);
        continue;
      }
      assertThat(answer).isInstanceOf(Admitted.class);
      assertWaits(bench().find(second.id()));
      Job run = bench().claim("w-1", 1, new Demand(queue, List.of(Bench.HANDLED), 1)).getFirst();
      bench().report(run, new Outcome.Completed(null));
      assertThat(bench().completeNext().id()).isEqualTo(second.id());
    }
  }

  @Test
  void otherDependenciesAreOtherContent() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    bench().assertRefused(0, Refusal.CONFLICT, second.spec().toBuilder().after(List.of()).build());
    assertThat(bench().admitGroup(second.spec())).isInstanceOf(Admitted.class);
  }

  @Test
  void endOfOneGoesOnThroughAllThatFollow() {
    Job first = bench().admit();
    Job second = bench().admit(bench().specAfter(first));
    Job third = bench().admit(bench().specAfter(second));
    Job anyway = admitAfter(third, OnFailure.RUN);
    bench().endNext(Bench.failed());
    assertFailedDependency(second, JobState.CANCELLED, first, JobState.FAILED);
    assertFailedDependency(third, JobState.CANCELLED, second, JobState.CANCELLED);
    assertThat(bench().stateOf(anyway)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void diamondRunsItsLastJobOnce() {
    Job top = bench().admit();
    Job left = bench().admit(bench().specAfter(top));
    Job right = bench().admit(bench().specAfter(top));
    Job bottom = bench().admit(bench().specAfter(left, right));
    bench().completeNext();
    assertThat(bench().completeNext().id()).isEqualTo(left.id());
    assertWaits(bottom);
    assertThat(bench().completeNext().id()).isEqualTo(right.id());
    assertThat(bench().completeNext().id()).isEqualTo(bottom.id());
    assertThat(bench().claim(10)).isEmpty();
    assertThat(bench().find(bottom).run()).isEqualTo(1);
  }

  @Test
  void diamondEndsItsLastJobOnceWhenTheFirstFails() {
    Job top = bench().admit();
    Job left = bench().admit(bench().specAfter(top));
    Job right = bench().admit(bench().specAfter(top));
    Job bottom = bench().admit(bench().specAfter(left, right));
    bench().endNext(Bench.failed());
    assertThat(List.of(left, right, bottom))
        .allMatch(job -> bench().stateOf(job) == JobState.CANCELLED);
    assertThat(bench().store().lookup().count().lastMinute().ended()).isEqualTo(4);
  }
}
