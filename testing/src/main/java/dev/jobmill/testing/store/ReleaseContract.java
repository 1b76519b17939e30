package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Claims#release].
abstract class ReleaseContract extends ContractPart {
  @Test
  void releasedJobIsQueuedAgainAndNotCharged() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(3));
    assertThat(bench().release(run)).isEqualTo(Applied.APPLIED);

    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.reason()).isEmpty();
    assertThat(job.attempt()).isZero();
    assertThat(job.run()).isEqualTo(1);
    assertThat(job.crashes()).isZero();
    assertThat(job.error()).isEmpty();
    assertThat(job.dueAt()).isEqualTo(run.dueAt());
    assertThat(bench().store().lookup().attempts(run.id()))
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.RELEASED);
          assertThat(attempt.attempt()).isEqualTo(1);
          assertThat(attempt.endedAt()).contains(bench().time().now());
          assertThat(attempt.error()).isEmpty();
        });
    Job again = bench().claimOne();
    assertThat(again.run()).isEqualTo(2);
    assertThat(again.attempt()).isEqualTo(1);
  }

  @Test
  void releasedJobStandsAtItsOldPlace() {
    Job run = bench().running();
    bench().time().advance(Duration.ofSeconds(3));
    Job waiting = bench().admit();
    bench().time().advance(Duration.ofSeconds(3));
    bench().release(run);
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, run.submittedAt());
    assertThat(bench().claim(10)).extracting(Job::id).containsExactly(run.id(), waiting.id());
  }

  @Test
  void jobThatIsToBeCancelledEndsCancelled() {
    Job run = bench().cancelling();
    assertThat(bench().release(run)).isEqualTo(Applied.APPLIED);
    Job job = bench().find(run);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.endedAt()).contains(bench().time().now());
    assertThat(bench().store().lookup().attempts(run.id()))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.CANCELLED);
  }

  @Test
  void errorOfAnEarlierAttemptIsKept() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    Job again = bench().claimOne();
    bench().release(again);
    assertThat(bench().find(again).error()).isPresent();
    assertThat(bench().find(again).attempt()).isEqualTo(1);
  }

  @Test
  void repeatedReleaseLeavesTheJobAsItIs() {
    Job run = bench().running();
    bench().release(run);
    bench().release(run);
    assertThat(bench().find(run).attempt()).isZero();
    assertThat(bench().store().lookup().attempts(run.id())).hasSize(1);
    Job again = bench().claim("w-2", 1).getFirst();
    assertThat(bench().release(run)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().stateOf(again)).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void runsThatHaveLostTheirJobAreSuperseded() {
    Job done = bench().completed();
    Job run = bench().running();
    List<RunKey> runs =
        List.of(
            RunKey.of(done),
            RunKey.of(run),
            new RunKey(Bench.QUEUE, bench().nextId(), 1),
            new RunKey("other", run.id(), run.run()));
    assertThat(bench().store().claims().release(runs))
        .containsExactly(
            Applied.SUPERSEDED, Applied.APPLIED, Applied.SUPERSEDED, Applied.SUPERSEDED);
    assertThat(bench().stateOf(done)).isEqualTo(JobState.COMPLETED);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
  }
}
