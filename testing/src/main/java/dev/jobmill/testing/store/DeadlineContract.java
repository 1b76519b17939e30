package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Change;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deadlines: [dev.jobmill.store.Upkeep#expire], and claims that meet them.
abstract class DeadlineContract extends ContractPart {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private JobSpec.Builder spec() {
    return bench().spec().deadline(new Due.After(MINUTE));
  }

  private void assertExpired(Job before) {
    Job job = bench().find(before);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.reason()).contains(Reason.EXPIRED);
    assertThat(job.error()).isEmpty();
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(List.of(job.attempt(), job.run())).containsOnly(0);
    assertThat(bench().eventsOf(job)).isEmpty();
    assertThat(bench().store().lookup().attempts(job.id())).isEmpty();
  }

  @Test
  void deadlineIsShownAsAnInstant() {
    Job after = bench().admit(spec());
    assertThat(after.deadline()).contains(after.submittedAt().plus(MINUTE));
    Due at = new Due.At(bench().time().now().plusSeconds(5));
    Job dated = bench().admit(bench().spec().deadline(at));
    assertThat(dated.deadline()).contains(dated.submittedAt().plusSeconds(5));
    assertThat(dated.spec().deadline()).contains(at);
    assertThat(bench().admit().deadline()).isEmpty();
  }

  @Test
  void queuedJobExpiresWhenItsDeadlineHasComeAndNotBefore() {
    Job job = bench().admit(spec());
    Job other = bench().admit();
    bench().time().advance(MINUTE.minusMillis(1));
    assertThat(bench().expireAll()).isZero();
    assertThat(bench().stateOf(job)).isEqualTo(JobState.QUEUED);
    bench().time().advance(Duration.ofMillis(1));
    assertThat(bench().expireAll()).isEqualTo(1);
    assertExpired(job);
    assertThat(bench().stateOf(other)).isEqualTo(JobState.QUEUED);
    assertThat(bench().expireAll()).isZero();
  }

  @Test
  void pendingJobsExpireToo() {
    Job first = bench().admit();
    Job scheduled = bench().admit(spec().due(new Due.After(Duration.ofHours(1))));
    Job dependent = bench().admit(bench().specAfter(first).deadline(new Due.After(MINUTE)));
    bench().time().advance(MINUTE);
    assertThat(bench().expireAll()).isEqualTo(2);
    assertExpired(scheduled);
    assertExpired(dependent);
    bench().time().advance(Duration.ofHours(1));
    bench().completeNext();
    assertThat(bench().promoteAll()).isZero();
    assertThat(bench().stateOf(dependent)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void claimLeavesExpiredJobsOutAndEndsThem() {
    Job expired = bench().admit(spec());
    Job second = bench().admit(spec());
    Job good = bench().admit();
    bench().time().advance(MINUTE);
    assertThat(bench().claim(1)).extracting(Job::id).containsExactly(good.id());
    assertExpired(expired);
    assertExpired(second);
    assertThat(bench().expireAll()).isZero();
    assertThat(bench().queue(Bench.QUEUE).waiting()).isZero();
  }

  @Test
  void claimThatMeetsOnlyExpiredJobsGivesNone() {
    Job expired = bench().admit(spec());
    bench().time().advance(MINUTE);
    assertThat(bench().claim(1)).isEmpty();
    assertExpired(expired);
  }

  @Test
  void jobIsClaimedUntilTheLastMoment() {
    Job job = bench().admit(spec());
    bench().time().advance(MINUTE.minusMillis(1));
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
  }

  @Test
  void jobThatHasRunDoesNotExpire() {
    Job running = bench().admit(spec());
    bench().claim(1);
    Job released = bench().admit(spec());
    bench().release(bench().claimOne());
    Job retrying = bench().admit(spec());
    List<Job> runs = bench().claim(2);
    bench().release(runs.getFirst());
    bench().report(runs.getLast(), Bench.retryIn(MINUTE));
    bench().time().advance(MINUTE);
    assertThat(bench().expireAll()).isZero();
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(released.id(), retrying.id());
    assertThat(bench().stateOf(running)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void jobThatComesTooLateIsTakenInAndExpires() {
    Due past = new Due.At(bench().time().now().minusSeconds(1));
    Job late = bench().admit(bench().spec().deadline(past));
    assertThat(late.state()).isEqualTo(JobState.QUEUED);
    Job now = bench().admit(bench().spec().deadline(Due.NOW));
    assertThat(bench().expireAll()).isEqualTo(2);
    assertExpired(late);
    assertExpired(now);
  }

  @Test
  void retryForgetsTheDeadline() {
    Job expired = bench().admit(spec());
    Job cancelled = bench().admit(spec());
    bench().cancel(cancelled);
    assertThat(bench().retry(cancelled)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertThat(bench().find(cancelled).deadline()).isEmpty();
    bench().time().advance(MINUTE);
    bench().expireAll();
    assertExpired(expired);
    assertThat(bench().retry(expired)).isEqualTo(Acted.changed(JobState.QUEUED));
    assertThat(bench().find(expired).deadline()).isEmpty();
    assertThat(bench().expireAll()).isZero();
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(cancelled.id(), expired.id());
  }

  @Test
  void deadlineIsNoPartOfTheContent() {
    Job job = bench().admit(spec());
    for (Due other : List.of(Due.NOW, new Due.After(Duration.ofDays(1)))) {
      assertThat(bench().admitGroup(job.spec().toBuilder().deadline(other).build()))
          .isEqualTo(new Admitted(List.of(new Entry(job.id(), true))));
    }
    assertThat(bench().find(job).deadline()).isEqualTo(job.deadline());
  }

  @Test
  void expiredJobIsAnEndForThoseThatComeAfterIt() {
    Job first = bench().admit(spec());
    Job second = bench().admit(bench().specAfter(first));
    Job third = bench().admit(bench().specAfter(second));
    bench().time().advance(MINUTE);
    assertThat(bench().claim(10)).isEmpty();
    assertThat(bench().find(second).reason()).contains(Reason.DEPENDENCY_FAILED);
    assertThat(bench().find(third).reason()).contains(Reason.DEPENDENCY_FAILED);
  }

  @Test
  void deadlineStaysWhenAJobIsChanged() {
    Job job = bench().admit(spec());
    bench().change(job, new Change.Reschedule(new Due.After(MINUTE)));
    bench().time().advance(MINUTE);
    bench().expireAll();
    assertThat(bench().find(job).reason()).contains(Reason.EXPIRED);
  }

  @Test
  void passDoesAtMostItsLimitAndAsksToGoOnAtOnce() {
    for (int i = 0; i < 7; i++) {
      bench().admit(spec());
    }
    bench().time().advance(MINUTE);
    Passes.assertBounded(bench().store().upkeep()::expire, 3, 7);
    assertThat(bench().claim(10)).isEmpty();
  }

  @Test
  void whoeverDoesAsThePassSaysExpiresJobsInAboutTheirTime() {
    Job job = bench().admit(spec());
    Duration next = bench().store().upkeep().expire(Bench.ALL).next();
    for (int calls = 0; bench().stateOf(job) == JobState.QUEUED && calls < 1_000; calls++) {
      assertThat(next).isPositive();
      bench().time().advance(next);
      next = bench().store().upkeep().expire(Bench.ALL).next();
    }
    assertThat(bench().stateOf(job)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().time().now()).isBefore(job.submittedAt().plus(MINUTE.multipliedBy(3)));
  }

  @Test
  void expiredJobIsHinted() {
    Job job = bench().admit(spec());
    bench().time().advance(MINUTE);
    Hints.assertHinted(
        bench().store(), hint -> hint.ended().contains(job.id()), () -> bench().expireAll());
  }

  @Test
  void runThatBeganInTimeMayEndWhenever() {
    bench().admit(spec());
    Job run = bench().claimOne();
    bench().time().advance(Duration.ofHours(1));
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().stateOf(run)).isEqualTo(JobState.COMPLETED);
  }
}
