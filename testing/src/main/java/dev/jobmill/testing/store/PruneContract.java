package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Upkeep#prune].
abstract class PruneContract extends ContractPart {
  private void outlastRetention() {
    bench().time().advance(bench().retention().plusSeconds(1));
  }

  @Test
  void endedJobIsForgottenWhenItsRetentionIsOverAndNotBefore() {
    Job job = bench().completed();
    bench().time().advance(bench().retention().minusMillis(1));
    assertThat(bench().pruneAll()).isZero();
    assertThat(bench().knows(job)).isTrue();

    bench().time().advance(Duration.ofSeconds(1));
    assertThat(bench().pruneAll()).isEqualTo(1);
    assertThat(bench().knows(job)).isFalse();
    assertThat(bench().store().lookup().list(JobFilter.ALL, null, 10)).isEmpty();
    assertThat(bench().store().lookup().count().totals()).isEmpty();
    assertThat(bench().pruneAll()).isZero();
  }

  @Test
  void everyKindOfEndIsForgotten() {
    Job cancelledRun = bench().cancelling();
    bench().release(cancelledRun);
    bench().completed();
    bench().ended(Bench.failed());
    bench().ended(Bench.timedOut());
    bench().cancel(bench().admit());
    outlastRetention();
    assertThat(bench().pruneAll()).isEqualTo(5);
    assertThat(bench().store().lookup().count().totals()).isEmpty();
  }

  @Test
  void liveJobsAreNeverForgotten() {
    Job cancelling = bench().cancelling();
    Job running = bench().running();
    Job retrying = bench().running();
    bench().report(retrying, Bench.retryIn(Duration.ofSeconds(1)));
    Job queued = bench().admit();
    Job pending = bench().admitLater(Duration.ofSeconds(1));
    bench().time().advance(bench().retention().multipliedBy(10));
    assertThat(bench().pruneAll()).isZero();
    assertThat(List.of(cancelling, running, retrying, queued, pending))
        .allMatch(job -> bench().knows(job));
  }

  @Test
  void retentionCountsFromTheEndAndNotFromTheAdmission() {
    Job run = bench().running();
    bench().time().advance(bench().retention().plus(Duration.ofDays(1)));
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().pruneAll()).isZero();
    bench().time().advance(bench().retention().minusSeconds(1));
    assertThat(bench().pruneAll()).isZero();
    bench().time().advance(Duration.ofSeconds(2));
    assertThat(bench().pruneAll()).isEqualTo(1);
  }

  @Test
  void jobThatWasRetriedLivesOn() {
    Job failed = bench().ended(Bench.failed());
    bench().time().advance(bench().retention().minusSeconds(1));
    bench().retry(failed);
    bench().time().advance(Duration.ofSeconds(10));
    assertThat(bench().pruneAll()).isZero();
    bench().report(bench().claimOne(), new Outcome.Completed(null));
    bench().time().advance(Duration.ofSeconds(10));
    assertThat(bench().pruneAll()).isZero();
    outlastRetention();
    assertThat(bench().pruneAll()).isEqualTo(1);
  }

  @Test
  void attemptsLogAndEventsAreForgottenToo() {
    Job run = bench().cancelling();
    LogLine line = new LogLine(1, bench().time().now(), LogLine.Level.INFO, "hello");
    bench().note(new Note(RunKey.of(run), new Progress(0.5, null), 1, List.of(line)));
    bench().report(run, new Outcome.Completed(null));
    outlastRetention();
    bench().pruneAll();
    assertThat(bench().store().lookup().attempts(run.id())).isEmpty();
    assertThat(bench().store().lookup().log(run.id(), 10)).isEmpty();
    assertThat(bench().store().lookup().events(run.id())).isEmpty();
    assertThat(bench().cancel(run)).isEqualTo(Acted.UNKNOWN);
    assertThat(bench().retry(run)).isEqualTo(Acted.UNKNOWN);
    assertThat(bench().report(run, new Outcome.Completed(null))).isEqualTo(Applied.SUPERSEDED);
  }

  @Test
  void idOfAForgottenJobMayBeUsedAfresh() {
    Job run = bench().running();
    LogLine line = new LogLine(1, bench().time().now(), LogLine.Level.INFO, "hello");
    bench().note(new Note(RunKey.of(run), null, 1, List.of(line)));
    bench().report(run, new Outcome.Completed(null));
    outlastRetention();
    bench().pruneAll();
    JobSpec other = run.spec().toBuilder().maxAttempts(9).build();
    assertThat(bench().admitGroup(other))
        .isEqualTo(new Admitted(List.of(new Entry(run.id(), false))));
    assertThat(bench().find(run).run()).isZero();
    assertThat(bench().store().lookup().attempts(run.id())).isEmpty();
    assertThat(bench().store().lookup().log(run.id(), 10)).isEmpty();
    assertThat(bench().claimOne().state()).isEqualTo(JobState.PROCESSING);
  }

  @Test
  void passDoesAtMostItsLimitAndAsksToGoOnAtOnce() {
    for (int i = 0; i < 7; i++) {
      bench().completed();
    }
    outlastRetention();
    Passes.assertBounded(bench().store().upkeep()::prune, 3, 7);
  }
}
