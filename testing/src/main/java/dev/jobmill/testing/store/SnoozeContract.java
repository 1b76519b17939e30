package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Runs that had nothing to do yet.
abstract class SnoozeContract extends ContractPart {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void snoozedJobComesBackLaterAndIsNotCharged() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().report(run, new Outcome.Snoozed(MINUTE))).isEqualTo(Applied.APPLIED);
    assertThat(bench().report(run, new Outcome.Snoozed(MINUTE))).isEqualTo(Applied.APPLIED);
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(job.reason()).contains(Reason.SCHEDULED);
    assertThat(job.dueAt()).isEqualTo(bench().time().now().plus(MINUTE));
    assertThat(job.attempt()).isZero();
    assertThat(job.run()).isEqualTo(1);
    assertThat(job.error()).isEmpty();
    assertThat(bench().store().lookup().attempts(job.id()))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.SNOOZED);
          assertThat(attempt.attempt()).isEqualTo(1);
          assertThat(attempt.endedAt()).contains(bench().time().now());
          assertThat(attempt.error()).isEmpty();
        });
    bench().time().advance(MINUTE.minusMillis(1));
    assertThat(bench().promoteAll()).isZero();
    bench().time().advance(Duration.ofMillis(1));
    assertThat(bench().promoteAll()).isEqualTo(1);
    Job again = bench().claimOne();
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(again.run()).isEqualTo(2);
  }

  @Test
  void errorOfTheAttemptBeforeStays() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    bench().report(bench().claimOne(), new Outcome.Snoozed(MINUTE));
    assertThat(bench().find(run).error()).isPresent();
    assertThat(bench().find(run).attempt()).isEqualTo(1);
  }

  @Test
  void snoozeOfARunThatIsToBeCancelledCancels() {
    Job run = bench().cancelling();
    bench().report(run, new Outcome.Snoozed(MINUTE));
    assertThat(bench().stateOf(run)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void snoozedJobMayBeCancelled() {
    Job run = bench().running();
    bench().report(run, new Outcome.Snoozed(MINUTE));
    bench().cancel(run);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().find(run).reason()).isEmpty();
  }

  @Test
  void snoozedJobIsHinted() {
    Job run = bench().running();
    Hints.assertHinted(
        bench().store(),
        hint -> hint.pending(),
        () -> bench().report(run, new Outcome.Snoozed(MINUTE)));
  }
}
