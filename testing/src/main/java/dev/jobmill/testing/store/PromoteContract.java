package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Upkeep;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Upkeep#promote].
abstract class PromoteContract extends ContractPart {
  private Upkeep.Pass promote(int limit) {
    return bench().store().upkeep().promote(limit);
  }

  @Test
  void scheduledJobIsQueuedWhenItsTimeHasComeAndNotBefore() {
    Job job = bench().admitLater(Duration.ofSeconds(10));
    bench().time().advance(Duration.ofMillis(9_999));
    assertThat(bench().promoteAll()).isZero();
    assertThat(bench().stateOf(job)).isEqualTo(JobState.PENDING);
    assertThat(bench().claim(1)).isEmpty();

    bench().time().advance(Duration.ofMillis(1));
    assertThat(bench().promoteAll()).isEqualTo(1);
    Job queued = bench().find(job);
    assertThat(queued.state()).isEqualTo(JobState.QUEUED);
    assertThat(queued.reason()).isEmpty();
    assertThat(queued.dueAt()).isEqualTo(job.dueAt());
    assertThat(bench().promoteAll()).isZero();
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
  }

  @Test
  void jobThatWaitsForItsNextAttemptIsQueuedInItsTime() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ofSeconds(5)));
    bench().time().advance(Duration.ofSeconds(4));
    assertThat(bench().promoteAll()).isZero();
    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().promoteAll()).isEqualTo(1);
    assertThat(bench().find(run).reason()).isEmpty();
    assertThat(bench().find(run).error()).isPresent();
    assertThat(bench().claimOne().attempt()).isEqualTo(2);
  }

  @Test
  void promotedJobsAreRankedByTheTimeAtWhichTheyWereDue() {
    Job third = bench().admitLater(Duration.ofSeconds(30));
    Job second = bench().admitLater(Duration.ofSeconds(20));
    Job first = bench().admitLater(Duration.ofSeconds(10));
    Job urgent =
        bench()
            .admit(
                bench().spec().priority(Priority.HIGH).due(new Due.After(Duration.ofSeconds(40))));
    bench().time().advance(Duration.ofSeconds(25));
    Job between = bench().admit();
    bench().time().advance(Duration.ofMinutes(1));
    bench().promoteAll();
    assertThat(bench().store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, first.dueAt());
    assertThat(bench().claim(10))
        .extracting(Job::id)
        .containsExactly(urgent.id(), first.id(), second.id(), between.id(), third.id());
  }

  @Test
  void passDoesAtMostItsLimitAndAsksToGoOnAtOnce() {
    for (int i = 0; i < 7; i++) {
      bench().admitLater(Duration.ofSeconds(1));
    }
    bench().time().advance(Duration.ofSeconds(1));
    Passes.assertBounded(bench().store().upkeep()::promote, 3, 7);
    assertThat(bench().claim(10)).hasSize(7);
  }

  @Test
  void passTellsWhenTheNextJobIsDue() {
    bench().admitLater(Duration.ofHours(9));
    Job job = bench().admitLater(Duration.ofMillis(12_345));
    Duration next = promote(Bench.ALL).next();
    assertThat(next).isPositive().isLessThanOrEqualTo(Duration.ofMillis(12_345));

    for (int calls = 0; bench().stateOf(job) == JobState.PENDING && calls < 100; calls++) {
      bench().time().advance(next);
      next = promote(Bench.ALL).next();
    }
    assertThat(bench().stateOf(job)).isEqualTo(JobState.QUEUED);
    assertThat(bench().time().now())
        .describedAs("whoever does as it is told finds the job in time")
        .isEqualTo(job.dueAt());
  }

  @Test
  void passOverAnEmptyStoreAsksToBeCalledLater() {
    Upkeep.Pass pass = promote(Bench.ALL);
    assertThat(pass.done()).isZero();
    assertThat(pass.next()).isPositive();
  }

  @Test
  void cancelledJobIsNotPromoted() {
    Job job = bench().admitLater(Duration.ofSeconds(1));
    bench().cancel(job);
    bench().time().advance(Duration.ofSeconds(2));
    assertThat(bench().promoteAll()).isZero();
    assertThat(bench().stateOf(job)).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void jobsOfAllQueuesArePromoted() {
    for (int i = 0; i < 20; i++) {
      bench().admit(bench().spec().queue("queue-" + i).due(new Due.After(Duration.ofSeconds(1))));
    }
    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().promoteAll()).isEqualTo(20);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(20);
  }

  @Test
  void jobsFarInTheFutureStayWhereTheyAre() {
    bench().admit(bench().spec().due(new Due.After(Duration.ofDays(36_500))));
    bench().time().advance(Duration.ofDays(3_650));
    assertThat(bench().promoteAll()).isZero();
  }
}
