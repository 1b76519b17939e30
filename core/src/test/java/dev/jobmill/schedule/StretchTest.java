package dev.jobmill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StretchTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron * * * * * * @UTC",
        "cron */20 * * * * @Europe/Berlin",
        "cron * 0 12 * * * @UTC",
        "cron * * 3 * * * @UTC",
        "cron 30 2 * * * @Europe/Berlin",
        "cron 0 0 29 2 * @UTC",
        "every PT1S from 2026-01-01T06:00:00.5Z",
        "every PT1H from 2025-12-30T00:00:00Z",
        "at 2026-01-01T12:00:00Z"
      })
  void theLastOnesAreTheEndOfAllOnes(String text) {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    Schedule schedule = Schedule.parse(text);
    for (int i = 0; i < 20; i++) {
      Instant to = NOON.plusMillis(random.nextInt(20_000) - 10_000);
      Instant from = to.minusMillis(random.nextInt(1, 100_000_000));
      int max = random.nextInt(1, 1 << random.nextInt(1, 11));
      List<Instant> all = all(schedule, from, to);
      assertThat(schedule.lastBetween(from, to, max))
          .as(() -> "%s in (%s, %s], %d at most, seed %d".formatted(text, from, to, max, seed))
          .isEqualTo(all.subList(Math.max(0, all.size() - max), all.size()));
      assertThat(schedule.countBetween(from, to, max))
          .as(() -> "%s in (%s, %s], %d at most, seed %d".formatted(text, from, to, max, seed))
          .isEqualTo(Math.min(max, all.size()));
    }
  }

  @Test
  void theBeginIsNotPartOfAStretchAndTheEndIs() {
    Schedule schedule = Every.of(Duration.ofHours(1));
    Instant later = NOON.plus(Duration.ofHours(1));
    assertThat(schedule.lastBetween(NOON, later, 5)).containsExactly(later);
    assertThat(schedule.countBetween(NOON, later, 5)).isEqualTo(1);
    assertThat(schedule.lastBetween(NOON, NOON, 5)).isEmpty();
    assertThat(schedule.lastBetween(later, NOON, 5)).isEmpty();
    assertThat(schedule.countBetween(later, NOON, 5)).isZero();
    assertThat(schedule.lastBetween(NOON, later, 0)).isEmpty();
    assertThat(schedule.countBetween(NOON, later, 0)).isZero();
  }

  /// The cost is counted in questions to the schedule.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron * * * * * * @UTC       | 1000 | 2100",
        "cron 0 0 * * * @UTC         | 1000 | 2100",
        "cron 0 0 29 2 * @UTC        | 1000 | 3000",
        // A dense day far back, and little else: the windows must find it and not count it.
        "cron * * * 24 12 * @UTC     | 1000 | 12000",
        "cron * * * 29 2 * @UTC      | 1    | 200",
        "every PT1S from 1971-01-01T00:00:00Z | 10000 | 20010",
        "at 1971-01-01T00:00:00Z     | 10   | 60"
      })
  void theCostDependsOnTheNumberAndNotOnTheStretch(String text, int max, int bound) {
    Schedule schedule = Schedule.parse(text);
    AtomicInteger asked = new AtomicInteger();
    Stretch whole =
        new Stretch(
            previous -> {
              asked.incrementAndGet();
              return schedule.nextAfter(previous);
            },
            Instant.MIN,
            Instant.parse("2026-11-24T17:00:00.5Z"));
    assertThat(whole.last(max)).isNotEmpty().isSorted().hasSizeLessThanOrEqualTo(max);
    assertThat(asked).hasValueLessThan(bound);
  }

  @Test
  void allOfTimeMayBeAskedFor() {
    Schedule schedule = Schedule.parse("cron * * * * * * @UTC");
    assertThat(schedule.lastBetween(Instant.MIN, Instant.MAX, 2))
        .containsExactly(
            Instant.parse("9999-12-31T23:59:58Z"), Instant.parse("9999-12-31T23:59:59Z"));
    assertThat(schedule.countBetween(Instant.MIN, Instant.MAX, 10_000)).isEqualTo(10_000);
    assertThat(Once.at(Instant.EPOCH).lastBetween(Instant.MIN, Instant.MAX, 5))
        .containsExactly(Instant.EPOCH);
  }

  @Test
  void moreThanTheBoundIsRefused() {
    Schedule schedule = Once.at(NOON);
    assertThatThrownBy(() -> schedule.lastBetween(NOON, NOON, 10_001))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("10001 instants are out of range: ask for 0 to 10000");
    assertThatThrownBy(() -> schedule.countBetween(NOON, NOON, -1))
        .isInstanceOf(InvalidRequest.class);
  }

  private static List<Instant> all(Schedule schedule, Instant from, Instant to) {
    List<Instant> all = new ArrayList<>();
    Optional<Instant> next = schedule.nextAfter(from);
    while (next.isPresent() && !next.get().isAfter(to)) {
      all.add(next.get());
      next = schedule.nextAfter(next.get());
    }
    return all;
  }
}
