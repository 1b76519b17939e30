package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Registries.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Upkeep#reap] and [dev.jobmill.store.Registries#withdraw], which both take
/// runs from workers that are gone.
abstract class ReapContract extends ContractPart {
  private static final Duration OVER = Bench.LEASE.plusSeconds(1);

  @Test
  void runOfASilentWorkerGoesBackAfterItsLease() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    assertThat(bench().passTime(Bench.LEASE.minusMillis(1))).isZero();
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);

    assertThat(bench().passTime(Duration.ofSeconds(1))).isEqualTo(1);
    assertCrashedOnce(run);
    assertThat(bench().passTime(Duration.ofMinutes(1))).isZero();
  }

  @Test
  void runOfAWithdrawnWorkerGoesBackAtOnce() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(1));
    bench().store().registries().withdraw(Bench.WORKER);
    assertCrashedOnce(run);
    assertThat(bench().reapAll()).isZero();
  }

  /// The attempt is given back, the crash is counted apart, and there is no wait.
  private void assertCrashedOnce(Job run) {
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.reason()).isEmpty();
    assertThat(job.attempt()).isZero();
    assertThat(job.run()).isEqualTo(1);
    assertThat(job.crashes()).isEqualTo(1);
    assertThat(job.error()).map(Failure::kind).contains("WorkerLost");
    assertThat(bench().store().lookup().attempts(run.id()))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.CRASHED);
          assertThat(attempt.attempt()).isEqualTo(1);
          assertThat(attempt.endedAt()).contains(bench().time().now());
          assertThat(attempt.error()).map(Failure::kind).contains("WorkerLost");
        });
    Job again = bench().claim("w-2", 1).getFirst();
    assertThat(List.of(again.run(), again.attempt(), again.crashes())).containsExactly(2, 1, 1);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().report(again, new Outcome.Completed(null))).isEqualTo(Applied.APPLIED);
  }

  @Test
  void jobKeepsItsPlaceAfterACrash() {
    Job first = bench().running();
    bench().time().advance(Duration.ofSeconds(1));
    bench().admit();
    Job second = bench().claim("w-2", 1).getFirst();
    bench().time().advance(Duration.ofSeconds(1));
    bench().die("w-2");
    bench().die(Bench.WORKER);
    assertThat(bench().claim("w-3", 10)).extracting(Job::id).containsExactly(first.id());
    assertThat(bench().claim("w-4", 10)).extracting(Job::id).containsExactly(second.id());
  }

  @Test
  void furtherCrashesWaitLongerEachTimeUpToAMinute() {
    Job job = bench().admit();
    List<Integer> waits = List.of(0, 1, 2, 4, 8, 16, 32, 60, 60);
    for (int i = 0; i < waits.size(); i++) {
      String worker = "crasher-" + i;
      // It ends a run by itself now and then, and so is not quarantined.
      Job fine = bench().claim(worker, 1).getFirst();
      bench().report(fine, new Outcome.Snoozed(Duration.ZERO));
      bench().promoteAll();
      Job run = bench().claim(worker, 1).getFirst();
      assertThat(run.attempt()).isEqualTo(1);
      bench().store().registries().withdraw(worker);
      Job crashed = bench().find(job);
      assertThat(crashed.crashes()).isEqualTo(i + 1);
      assertThat(crashed.attempt()).isZero();
      if (i > 0) {
        assertThat(crashed.state()).isEqualTo(JobState.PENDING);
        assertThat(crashed.reason()).contains(Reason.RETRY);
        assertThat(crashed.dueAt()).isEqualTo(bench().time().now().plusSeconds(waits.get(i)));
        bench().time().advance(Duration.ofSeconds(waits.get(i)));
        assertThat(bench().promoteAll()).isEqualTo(1);
      }
    }
    assertThat(bench().store().lookup().attempts(job.id())).hasSize(2 * waits.size());
  }

  @Test
  void runThatIsToBeCancelledEndsCancelled() {
    Job run = bench().cancelling();
    bench().store().registries().withdraw(Bench.WORKER);
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(bench().store().lookup().attempts(run.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.CANCELLED);
  }

  @Test
  void runThatIsToBeCancelledEndsCancelledWhenItsLeaseIsOver() {
    bench().outlastLeaseGrace();
    Job run = bench().cancelling();
    assertThat(bench().passTime(OVER)).isEqualTo(1);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void silentWorkerIsNoLongerListedAndTheOthersKeepTheirRuns() {
    bench().outlastLeaseGrace();
    Job silent = bench().running();
    bench().admit();
    Job healthy = bench().claim("w-2", 1).getFirst();
    for (int i = 0; i < 8; i++) {
      bench().passTime(Duration.ofSeconds(5));
      bench().renew("w-2", healthy);
    }
    assertThat(bench().stateOf(silent)).isEqualTo(JobState.QUEUED);
    assertThat(bench().stateOf(healthy)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().store().registries().workers())
        .extracting(WorkerInfo::id)
        .containsExactly("w-2");
  }

  @Test
  void nothingIsReapedForALeaseAfterTheStart() {
    Job run = bench().running();
    bench().time().advance(Duration.ofHours(1));
    assertThat(bench().reapAll()).isZero();
    assertThat(bench().passTime(Bench.LEASE.minusMillis(1))).isZero();
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().passTime(Duration.ofSeconds(1))).isEqualTo(1);
  }

  @Test
  void nothingIsReapedForALeaseAfterAPauseOfTheReaper() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    // The laptop slept: the worker could not renew, and nobody reaped.
    bench().time().advance(Duration.ofHours(8));
    assertThat(bench().reapAll()).isZero();
    bench().renew("w-1", run);
    for (int i = 0; i < 10; i++) {
      assertThat(bench().passTime(Duration.ofSeconds(10))).isZero();
      bench().renew("w-1", run);
    }
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void nothingIsReapedForALeaseAfterTheClockWasSetForward() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    bench().time().jumpTo(bench().time().now().plus(Duration.ofHours(2)));
    assertThat(bench().reapAll()).isZero();
    assertThat(bench().passTime(Duration.ofSeconds(29))).isZero();
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().passTime(Duration.ofSeconds(2))).isEqualTo(1);
  }

  @Test
  void clockThatWasSetBackReapsNothingAndStopsNothing() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    Instant before = bench().time().now();
    bench().time().jumpTo(before.minus(Duration.ofHours(1)));
    assertThat(bench().reapAll()).isZero();
    bench().renew("w-1", run);
    assertThat(bench().passTime(Duration.ofSeconds(25))).isZero();
    bench().renew("w-1", run);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.APPLIED);
    Job next = bench().running();
    assertThat(bench().report(next, new Outcome.Completed(null))).isEqualTo(Applied.APPLIED);
  }

  @Test
  void passDoesAtMostItsLimitAndAsksToGoOnAtOnce() {
    bench().outlastLeaseGrace();
    bench().admit(5);
    assertThat(bench().claim(5)).hasSize(5);
    // Passes of nothing keep the reaper's rhythm while the lease runs out.
    bench().passTime(Duration.ofSeconds(25));
    bench().time().advance(Duration.ofSeconds(6));
    Passes.assertBounded(bench().store().upkeep()::reap, 2, 5);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(5);
  }

  @Test
  void passAsksToBeCalledOftenEnoughToBeOrdinary() {
    bench().outlastLeaseGrace();
    assertThat(bench().store().upkeep().reap(Bench.ALL).next())
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void withdrawnWorkerWithoutRunsIsForgotten() {
    bench().announce("w-1");
    bench().store().registries().withdraw("w-1");
    bench().store().registries().withdraw("w-1");
    bench().store().registries().withdraw("never-heard-of");
    assertThat(bench().store().registries().workers()).isEmpty();
  }
}
