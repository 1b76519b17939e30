package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Retention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long ended jobs are kept: [Retention].
abstract class RetentionContract extends SettingsPart {
  private static final Retention MIXED =
      Retention.of(Duration.ofHours(10))
          .type("short", Duration.ofHours(1))
          .state(JobState.FAILED, Duration.ofHours(20))
          .typeAndState("short", JobState.FAILED, Duration.ofHours(5));

  private Bench mixed() {
    return bench(time -> StoreOptions.standard(time).withRetention(MIXED));
  }

  private static Job end(Bench bench, String type, Outcome outcome) {
    bench.admit(bench.spec(type));
    Job run =
        bench
            .claim("w-1", 1, new Demand(Bench.QUEUE, List.of(new HandledType(type, 1)), 1))
            .getFirst();
    bench.report(run, outcome);
    return bench.find(run);
  }

  /// It is forgotten after this many hours and not before.
  private static void assertKept(Bench bench, Job job, int hours) {
    bench.time().advance(Duration.ofHours(hours).minusMillis(1));
    assertThat(bench.pruneAll()).isZero();
    assertThat(bench.knows(job)).isTrue();
    bench.time().advance(Duration.ofSeconds(1));
    assertThat(bench.pruneAll()).isEqualTo(1);
    assertThat(bench.knows(job)).isFalse();
  }

  @Test
  void typeMayHaveATimeOfItsOwn() {
    Bench mixed = mixed();
    assertKept(mixed, end(mixed, "short", new Outcome.Completed(null)), 1);
  }

  @Test
  void stateMayHaveATimeOfItsOwn() {
    Bench mixed = mixed();
    assertKept(mixed, end(mixed, Bench.TYPE, Bench.failed()), 20);
  }

  @Test
  void typeInAStateMayHaveATimeOfItsOwn() {
    Bench mixed = mixed();
    assertKept(mixed, end(mixed, "short", Bench.failed()), 5);
  }

  @Test
  void othersAreKeptForTheStandardTime() {
    Bench mixed = mixed();
    assertKept(mixed, end(mixed, Bench.TYPE, Bench.timedOut()), 10);
  }

  @Test
  void jobsOfDifferentTimesAreEachForgottenInTheirOwn() {
    Bench mixed = mixed();
    Job failed = end(mixed, Bench.TYPE, Bench.failed());
    Job brief = end(mixed, "short", new Outcome.Completed(null));
    Job plain = end(mixed, Bench.TYPE, new Outcome.Completed(null));
    mixed.time().advance(Duration.ofHours(2));
    assertThat(mixed.pruneAll()).isEqualTo(1);
    assertThat(mixed.knows(brief)).isFalse();
    mixed.time().advance(Duration.ofHours(9));
    assertThat(mixed.pruneAll()).isEqualTo(1);
    assertThat(mixed.knows(plain)).isFalse();
    assertThat(mixed.knows(failed)).isTrue();
  }

  @Test
  void timeOfAJobThatIsRetriedIsDecidedByItsLastEnd() {
    Bench mixed = mixed();
    Job failed = end(mixed, Bench.TYPE, Bench.failed());
    mixed.retry(failed);
    mixed.completeNext();
    assertKept(mixed, failed, 10);
  }

  @Test
  void jobThatEndsWithoutARunHasTheTimeOfItsEnd() {
    Bench mixed = mixed();
    Job failed = end(mixed, Bench.TYPE, Bench.failed());
    Job cancelled = mixed.admit(mixed.specAfter(failed));
    assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
    assertKept(mixed, cancelled, 10);
  }

  @Test
  void jobsMayBeForgottenAtOnce() {
    Bench none =
        bench(time -> StoreOptions.standard(time).withRetention(Retention.of(Duration.ZERO)));
    Job done = none.completed();
    Job waiting = none.admit();
    assertThat(none.pruneAll()).isEqualTo(1);
    assertThat(none.knows(done)).isFalse();
    assertThat(none.knows(waiting)).isTrue();
  }
}
