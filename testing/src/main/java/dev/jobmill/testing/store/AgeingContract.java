package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Ranking;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The order of queued jobs: [Ranking].
abstract class AgeingContract extends SettingsPart {
  /// What 64 levels are worth: 10 s each.
  private static final Duration HEAD_START = Duration.ofSeconds(640);

  private static void assertOrder(Bench bench, Job... jobs) {
    assertThat(bench.claim(10))
        .extracting(Job::id)
        .containsExactly(Arrays.stream(jobs).map(Job::id).toArray(JobId[]::new));
  }

  private static Job admit(Bench bench, Priority priority) {
    return bench.admit(bench.spec().priority(priority));
  }

  @Test
  void jobOfALowerLevelComesFirstUntilTheOtherHasWaitedLonger() {
    Job low = admit(bench(), Priority.LOW);
    bench().time().advance(HEAD_START.minusMillis(1));
    Job normal = admit(bench(), Priority.NORMAL);
    assertOrder(bench(), normal, low);
  }

  @Test
  void jobThatHasWaitedLongEnoughComesBeforeOneOfALowerLevel() {
    Job low = admit(bench(), Priority.LOW);
    bench().time().advance(HEAD_START.plusMillis(1));
    Job normal = admit(bench(), Priority.NORMAL);
    assertOrder(bench(), low, normal);
  }

  @Test
  void equalRanksComeInTheOrderOfAdmission() {
    Job low = admit(bench(), Priority.LOW);
    bench().time().advance(HEAD_START);
    Job normal = admit(bench(), Priority.NORMAL);
    assertOrder(bench(), low, normal);
  }

  @Test
  void waitingCountsFromWhenAJobIsReady() {
    Job scheduled =
        bench()
            .admit(bench().spec().priority(Priority.LOW).due(new Due.After(Duration.ofHours(1))));
    bench().time().advance(Duration.ofHours(1).plus(HEAD_START).minusMillis(1));
    bench().promoteAll();
    Job normal = admit(bench(), Priority.NORMAL);
    assertOrder(bench(), normal, scheduled);
  }

  @Test
  void strictOrderNeverLetsALaterLevelPass() {
    Bench strict = bench(time -> StoreOptions.standard(time).withRanking(Ranking.STRICT));
    Job last = admit(strict, new Priority(Priority.LEVEL_MAX));
    Job low = admit(strict, Priority.LOW);
    strict.time().advance(Duration.ofDays(36_500));
    Job normal = admit(strict, Priority.NORMAL);
    Job first = admit(strict, new Priority(0));
    assertOrder(strict, first, normal, low, last);
  }

  @Test
  void stepOfAgeingMayBeSet() {
    Bench quick =
        bench(time ->
            StoreOptions.standard(time).withRanking(Ranking.ageing(Duration.ofMillis(100))));
    Job low = admit(quick, Priority.LOW);
    quick.time().advance(Duration.ofMillis(6_399));
    Job before = admit(quick, Priority.NORMAL);
    quick.time().advance(Duration.ofMillis(2));
    Job after = admit(quick, Priority.NORMAL);
    assertOrder(quick, before, low, after);
  }

  @Test
  void longestWaitingJobIsNamedExactlyWhateverTheOrder() {
    assertOldestIsExact(bench());
    assertOldestIsExact(bench(time -> StoreOptions.standard(time).withRanking(Ranking.STRICT)));
  }

  private static void assertOldestIsExact(Bench bench) {
    Instant start = bench.time().now();
    admit(bench, new Priority(Priority.LEVEL_MAX));
    bench.time().advance(Duration.ofMillis(3));
    admit(bench, new Priority(0));
    bench.admit(bench.spec("u").priority(new Priority(1)));
    assertThat(bench.store().lookup().count().oldestQueued()).containsEntry(Bench.QUEUE, start);
    bench.claim(1);
    assertThat(bench.store().lookup().count().oldestQueued()).containsEntry(Bench.QUEUE, start);
    bench.claim(1);
    assertThat(bench.store().lookup().count().oldestQueued())
        .containsEntry(Bench.QUEUE, start.plusMillis(3));
  }
}
