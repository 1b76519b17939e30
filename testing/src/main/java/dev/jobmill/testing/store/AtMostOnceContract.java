package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Renewal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Jobs that are never run a second time.
abstract class AtMostOnceContract extends ContractPart {
  private Job running() {
    bench().admit(bench().spec().atMostOnce(true).maxAttempts(1));
    return bench().claimOne();
  }

  private void assertLost(Job run) {
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).contains(Reason.LOST);
    assertThat(job.error()).map(Failure::kind).contains("WorkerLost");
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(List.of(job.run(), job.attempt(), job.crashes())).containsOnly(1);
    assertThat(bench().store().lookup().attempts(job.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.CRASHED);
    assertThat(bench().claim("w-2", 10)).isEmpty();
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
  }

  @Test
  void runThatIsLostWithItsWorkerEndsTheJob() {
    Job run = running();
    bench().store().registries().withdraw(Bench.WORKER);
    assertLost(run);
  }

  @Test
  void runThatIsLostByItsLeaseEndsTheJob() {
    bench().outlastLeaseGrace();
    Job run = running();
    bench().time().advance(Duration.ofSeconds(5));
    bench().reapAll();
    for (int i = 0; bench().stateOf(run) == JobState.PROCESSING && i < 20; i++) {
      bench().time().advance(Duration.ofSeconds(5));
      bench().reapAll();
    }
    assertLost(run);
  }

  @Test
  void runThatIsToBeCancelledEndsCancelled() {
    Job run = running();
    bench().cancel(run);
    bench().store().registries().withdraw(Bench.WORKER);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.CANCELLED);
    assertThat(bench().find(run).reason()).isEmpty();
  }

  @Test
  void lostJobIsAnEndForThoseThatComeAfterIt() {
    Job run = running();
    Job second = bench().admit(bench().specAfter(run));
    bench().store().registries().withdraw(Bench.WORKER);
    assertThat(bench().find(second).reason()).contains(Reason.DEPENDENCY_FAILED);
  }

  @Test
  void runWhoseHandlerNeverBeganGoesBack() {
    Job run = running();
    assertThat(bench().release(run)).isEqualTo(Applied.APPLIED);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
    bench().claim(1);
    bench().renew(Bench.WORKER);
    bench().time().advance(Renewal.UNNAMED_GRACE);
    bench().renew(Bench.WORKER);
    assertThat(bench().stateOf(run)).isEqualTo(JobState.QUEUED);
  }

  @Test
  void personMayRunALostJobAgain() {
    Job run = running();
    bench().store().registries().withdraw(Bench.WORKER);
    assertThat(bench().retry(run)).isEqualTo(Acted.changed(JobState.QUEUED));
    Job again = bench().claim("w-2", 1).getFirst();
    assertThat(again.run()).isEqualTo(2);
    assertThat(again.spec().atMostOnce()).isTrue();
    bench().store().registries().withdraw("w-2");
    assertThat(bench().find(run).reason()).contains(Reason.LOST);
  }
}
