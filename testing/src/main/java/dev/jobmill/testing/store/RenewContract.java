package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Claims#renew].
abstract class RenewContract extends ContractPart {
  private static final Renewal NO_NEWS = new Renewal(Set.of(), Set.of());
  private static final Duration JUST_BEFORE = Renewal.UNNAMED_GRACE.minusMillis(1);

  @Test
  void renewalOfHealthyRunsHasNoNews() {
    Job run = bench().running();
    assertThat(bench().renew("w-1", run)).isEqualTo(NO_NEWS);
    assertThat(JobView.of(bench().find(run))).isEqualTo(JobView.of(run));
  }

  @Test
  void renewalProlongsTheLease() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    for (int i = 0; i < 5; i++) {
      assertThat(bench().passTime(Duration.ofSeconds(20))).isZero();
      bench().renew("w-1", run);
    }
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void leaseCountsFromTheRenewalAndMayBecomeShorter() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    bench()
        .store()
        .claims()
        .renew(new RenewRequest("w-1", Duration.ofSeconds(7), List.of(RunKey.of(run))));
    assertThat(bench().passTime(Duration.ofSeconds(6))).isZero();
    assertThat(bench().passTime(Duration.ofSeconds(2))).isEqualTo(1);
  }

  @Test
  void runsToBeCancelledAreNamedEachTime() {
    Job healthy = bench().running();
    Job cancelling = bench().cancelling();
    Renewal expected = new Renewal(Set.of(RunKey.of(cancelling)), Set.of());
    assertThat(bench().renew("w-1", healthy, cancelling)).isEqualTo(expected);
    assertThat(bench().renew("w-1", healthy, cancelling)).isEqualTo(expected);
    assertThat(bench().stateOf(cancelling)).isEqualTo(JobState.CANCELLING);
  }

  @Test
  void runsThatAreLostAreNamed() {
    Job done = bench().running();
    bench().report(done, new Outcome.Completed(null));
    Job released = bench().running();
    bench().release(released);
    Job elsewhere = bench().claim("w-2", 1).getFirst();
    assertThat(elsewhere.id()).isEqualTo(released.id());
    RunKey neverWas = new RunKey(Bench.QUEUE, bench().nextId(), 1);

    RenewRequest request =
        new RenewRequest(
            "w-1",
            Bench.LEASE,
            List.of(RunKey.of(done), RunKey.of(released), RunKey.of(elsewhere), neverWas));
    assertThat(bench().store().claims().renew(request))
        .isEqualTo(
            new Renewal(
                Set.of(),
                Set.of(RunKey.of(done), RunKey.of(released), RunKey.of(elsewhere), neverWas)));
    assertThat(bench().stateOf(elsewhere)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().renew("w-2", elsewhere)).isEqualTo(NO_NEWS);
  }

  @Test
  void runThatIsUnnamedTwiceGoesBackUncharged() {
    Job run = bench().running();
    Job named = bench().running();
    bench().renew("w-1", named);
    bench().time().advance(Renewal.UNNAMED_GRACE);
    assertThat(bench().renew("w-1", named)).isEqualTo(NO_NEWS);

    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.attempt()).isZero();
    assertThat(job.run()).isEqualTo(1);
    assertThat(job.crashes()).isZero();
    assertThat(bench().store().lookup().attempts(run.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.RELEASED);
    assertThat(bench().stateOf(named)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().claim("w-2", 1)).extracting(Job::run).containsExactly(2);
  }

  @Test
  void runThatIsUnnamedOnceStays() {
    Job run = bench().running();
    bench().renew("w-1");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    bench().time().advance(Duration.ofSeconds(20));
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    assertThat(bench().renew("w-1", run)).isEqualTo(NO_NEWS);
  }

  @Test
  void runThatIsUnnamedTwiceInQuickSuccessionStays() {
    Job run = bench().running();
    bench().renew("w-1");
    bench().renew("w-1");
    bench().time().advance(JUST_BEFORE);
    bench().renew("w-1");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
    bench().time().advance(Duration.ofMillis(1));
    bench().renew("w-1");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void runThatIsNamedInBetweenStays() {
    // A run that was named is known to its worker, so the answer to its claim was not lost.
    Job run = bench().running();
    bench().renew("w-1");
    bench().time().advance(Duration.ofSeconds(4));
    bench().renew("w-1", run);
    bench().time().advance(Duration.ofSeconds(4));
    bench().renew("w-1");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void newRunOfAJobIsNotBurdenedWithTheSilenceOfTheOldOne() {
    Job run = bench().running();
    bench().renew("w-1");
    bench().release(run);
    Job again = bench().claimOne();
    bench().time().advance(Duration.ofSeconds(6));
    bench().renew("w-1");
    assertThat(bench().stateOf(again)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void unnamedRunThatIsToBeCancelledEndsCancelled() {
    Job run = bench().cancelling();
    bench().renew("w-1");
    bench().time().advance(Renewal.UNNAMED_GRACE);
    bench().renew("w-1");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void runsOfOtherWorkersAreNotTouched() {
    Job run = bench().running();
    bench().announce("w-2");
    bench().renew("w-2");
    bench().time().advance(Duration.ofSeconds(10));
    bench().renew("w-2");
    assertThat(bench().stateOf(run)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void workerThatWasFoundDeadIsAliveAgainButItsRunsStayLost() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    bench().passTime(Bench.LEASE.plusSeconds(5));
    assertThat(bench().store().registries().workers()).isEmpty();

    assertThat(bench().renew("w-1", run)).isEqualTo(new Renewal(Set.of(), Set.of(RunKey.of(run))));
    assertThat(bench().store().registries().workers()).hasSize(1);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
    Job again = bench().claimOne();
    assertThat(again.run()).isEqualTo(2);
    assertThat(bench().renew("w-1", again)).isEqualTo(NO_NEWS);
  }

  @Test
  void workerThatHasNotAnnouncedItselfIsTurnedAway() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> bench().renew("stranger"))
        .withMessageContaining("stranger");
  }
}
