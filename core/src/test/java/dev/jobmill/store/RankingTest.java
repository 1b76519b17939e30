package dev.jobmill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = Instant.parse("9999-12-31T23:59:59Z");

  @Test
  void strictMeansThatTheLevelDecidesWhateverTheTime() {
    Ranking strict = Ranking.STRICT;
    assertThat(strict.rank(new Priority(64), LATE))
        .isLessThan(strict.rank(new Priority(65), EARLY));
    assertThat(strict.rank(Priority.LOW, EARLY)).isLessThan(strict.rank(Priority.LOW, LATE));
    assertThat(strict.rank(new Priority(Priority.LEVEL_MAX), LATE)).isPositive();
  }

  @Test
  void ageingMeansThatAJobWithLongPatienceHasItsTurn() {
    long low = Ranking.AGEING.rank(Priority.LOW, EARLY);
    Instant tenMinutes = EARLY.plus(Duration.ofMinutes(10));
    Instant elevenMinutes = EARLY.plus(Duration.ofMinutes(11));
    assertThat(Ranking.AGEING.rank(Priority.NORMAL, tenMinutes)).isLessThan(low);
    assertThat(Ranking.AGEING.rank(Priority.NORMAL, elevenMinutes)).isGreaterThan(low);
  }

  @Test
  void timesBefore1970CountAs1970() {
    assertThat(Ranking.AGEING.rank(Priority.NORMAL, Instant.EPOCH.minusSeconds(9)))
        .isEqualTo(Ranking.AGEING.rank(Priority.NORMAL, Instant.EPOCH));
  }

  @Test
  void aStepMustBeWorthSomething() {
    assertThat(Ranking.ageing(Duration.ZERO).stepMillis()).isEqualTo(1);
    assertThat(Ranking.ageing(Duration.ofDays(36_500_000)).stepMillis()).isEqualTo(1L << 48);
    assertThatThrownBy(() -> new Ranking(0)).hasMessageContaining("a step of 0 ms");
    assertThatThrownBy(() -> new Ranking((1L << 48) + 1)).hasMessageContaining("use 1 to 2^48");
  }

  /// Replays a failure with `-Djobmill.seed=…`.
  @Test
  void ranksGrowWithTimeAndWithLevelAndGiveTheTimeBack() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      Ranking ranking =
          List.of(Ranking.STRICT, Ranking.AGEING, new Ranking(random.nextLong(1, 1L << 48)))
              .get(random.nextInt(3));
      Priority priority = new Priority(random.nextInt(256));
      Instant ready = Instant.ofEpochMilli(random.nextLong(1L << 47));
      long rank = ranking.rank(priority, ready);
      String told = "seed " + seed + ", " + ranking + ", " + priority + ", " + ready;
      assertThat(ranking.readyAt(rank, priority)).as(told).isEqualTo(ready);
      assertThat(ranking.rank(priority, ready.plusMillis(1))).as(told).isGreaterThan(rank);
      if (priority.level() < Priority.LEVEL_MAX) {
        Priority next = new Priority(priority.level() + 1);
        assertThat(ranking.rank(next, ready) - rank).as(told).isEqualTo(ranking.stepMillis());
      }
    }
  }
}
