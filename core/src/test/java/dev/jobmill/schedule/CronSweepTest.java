package dev.jobmill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// All zones and all changes of their clocks from 1990 to 2040, held against a clock that is read
/// minute by minute. The build looks at a random sample; all of it:
///
/// `mvn -pl core test -Dtest=CronSweepTest -Djobmill.sweep=true`
///
/// A failure names its seed; `-Djobmill.seed=…` takes the same sample again.
class CronSweepTest {
  private static final boolean ALL = Boolean.getBoolean("jobmill.sweep");
  private static final long FIRST = Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();
  private static final long END = Instant.parse("2041-01-01T00:00:00Z").getEpochSecond();
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int SETTLE = 28 * HOUR;

  private static final List<String> BY_MINUTE =
      List.of(
          "30 2 * * *",
          "0 0 * * *",
          "0 2 * * *",
          "0 3 * * *",
          "59 1 * * *",
          "* * * * *",
          "*/15 * * * *",
          "*/30 * * * *",
          "*/7 * * * *",
          "7-59/15 * * * *",
          "0 * * * *",
          "30 * * * *",
          "15,45 * * * *",
          "30 0-23 * * *",
          "30 */2 * * *",
          "0 */12 * * *",
          "*/13 */3 * * *",
          "0-59/20 2 * * *",
          "*/15 0-5 * * *",
          "* 2 * * *",
          "0-59 0 * * *",
          "5,35 1-3 * * *",
          "0 1,2,3 * * *",
          "15 0,1 * * *",
          "15 0 1 * *",
          "59 23 L * *",
          "30 0 * * SUN",
          "45 23 * * 5L",
          "0 0 * * SUN#1",
          "0 0 30,31 12 FRI",
          "*/20 1,2 LW * *",
          "0 2 15W,L-3 * SAT");

  private static final List<String> BY_SECOND =
      List.of(
          "* * * * * *",
          "*/7 * * * * *",
          "30 */10 * * * *",
          "59 59 1 * * *",
          "30 30 2 * * *",
          "*/20 30 0-3 * * *",
          "10,50 0,30 0,1,2 * * *",
          "0-58 * 0 * * *");

  private final long seed = Long.getLong("jobmill.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void everyChangeOfClocksIsPassedAsTheRuleSays() {
    List<Change> changes = sample(changes(), 250);
    List<NaiveExpression> naive = BY_MINUTE.stream().map(NaiveExpression::new).toList();
    for (Change change : changes) {
      ClockWalk walk = around(change, 4 * HOUR, MINUTE);
      for (int i = 0; i < BY_MINUTE.size(); i++) {
        check(change, BY_MINUTE.get(i), walk, naive.get(i));
      }
    }
  }

  @Test
  void everyChangeOfClocksIsPassedToTheSecond() {
    List<Change> changes = some(changes(), ALL ? 2_000 : 8);
    List<NaiveExpression> naive = BY_SECOND.stream().map(NaiveExpression::new).toList();
    for (Change change : changes) {
      ClockWalk walk = around(change, 2 * HOUR, 1);
      for (int i = 0; i < BY_SECOND.size(); i++) {
        check(change, BY_SECOND.get(i), walk, naive.get(i));
      }
    }
  }

  @Test
  void aDailyTimeComesOnceForEachDateOfTheCalendar() {
    for (ZoneId zone : sample(zones(), 25)) {
      for (String text : List.of("0 0 * * *", "30 2 * * *", "59 23 * * *")) {
        Cron cron = Cron.of(text, zone);
        Instant at = LocalDate.of(1990, 1, 1).atStartOfDay(zone).toInstant().minusMillis(1);
        Instant end = LocalDate.of(2041, 1, 1).atStartOfDay(zone).toInstant();
        long count = 0;
        for (Instant next = next(cron, at); next.isBefore(end); next = next(cron, at)) {
          assertThat(next).as(() -> "%s, seed %d".formatted(cron, seed)).isAfter(at);
          at = next;
          count++;
        }
        // The midnight of a day that is left out is made up at the next midnight, with its own.
        long merged = text.startsWith("0 0") ? daysLeftOut(zone) : 0;
        assertThat(count).as(() -> "%s, seed %d".formatted(cron, seed)).isEqualTo(18_628 - merged);
      }
    }
  }

  @Test
  void everyQuarterStaysEveryQuarter() {
    for (Change change : sample(changes(), 500)) {
      for (int minutes : new int[] {1, 5, 10, 15, 20, 30}) {
        if (!change.transition().isGap() && change.minutes() % minutes != 0) {
          continue;
        }
        Cron cron = Cron.of("*/" + minutes + " * * * *", change.zone());
        Instant at = change.instant().minus(3, ChronoUnit.HOURS);
        for (int i = 0; i < 6 * 60 / minutes; i++) {
          Instant next = next(cron, at);
          assertThat(next)
              .as(() -> "%s, seed %d".formatted(cron, seed))
              .isBetween(at.plusMillis(1), at.plus(minutes, ChronoUnit.MINUTES));
          at = next;
        }
      }
    }
  }

  private void check(Change change, String text, ClockWalk walk, NaiveExpression naive) {
    Cron cron = Cron.of(text, change.zone());
    int settle = SETTLE / walk.step();
    Instant from = Instant.ofEpochSecond(walk.begin() + SETTLE).minusMillis(1);
    Instant end =
        Instant.ofEpochSecond(walk.begin() + (long) (walk.shown().length - 1) * walk.step());
    List<Instant> due = walk.due(naive, settle);
    List<Instant> found = new ArrayList<>();
    for (Instant next = next(cron, from); !next.isAfter(end); next = next(cron, next)) {
      found.add(next);
    }
    assertThat(found)
        .as(() -> "%s at %s, seed %d".formatted(cron, change.instant(), seed))
        .isEqualTo(due);
    // Also from where no run was: any instant is a legal question.
    for (int i = 0; i < 10; i++) {
      Instant at = from.plusMillis(random.nextLong(end.toEpochMilli() - from.toEpochMilli()));
      assertThat(cron.nextAfter(at).filter(next -> !next.isAfter(end)))
          .as(() -> "%s after %s, seed %d".formatted(cron, at, seed))
          .isEqualTo(due.stream().filter(instant -> instant.isAfter(at)).findFirst());
    }
  }

  /// The stretch around a change, and before it as much as tells what the clock has shown already.
  private static ClockWalk around(Change change, int reach, int step) {
    long at = change.instant().getEpochSecond();
    long size = Math.abs(change.transition().getDuration().toSeconds());
    return ClockWalk.of(change.zone(), at - reach - SETTLE, at + reach + size + HOUR, step);
  }

  private static Instant next(Cron cron, Instant previous) {
    return cron.nextAfter(previous).orElseThrow();
  }

  /// Some of them, or all in the whole sweep.
  private <T> List<T> sample(List<T> all, int count) {
    return ALL ? all : some(all, count);
  }

  private <T> List<T> some(List<T> all, int count) {
    List<T> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, random);
    return mixed.subList(0, count);
  }

  private static long daysLeftOut(ZoneId zone) {
    return changes(zone).stream().filter(change -> change.minutes() == 24 * 60).count();
  }

  private static List<ZoneId> zones() {
    return ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();
  }

  private static List<Change> changes() {
    return zones().stream().flatMap(zone -> changes(zone).stream()).toList();
  }

  private static List<Change> changes(ZoneId zone) {
    List<Change> changes = new ArrayList<>();
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(FIRST));
    while (next != null && next.toEpochSecond() < END) {
      changes.add(new Change(zone, next));
      next = rules.nextTransition(next.getInstant());
    }
    return changes;
  }

  private record Change(ZoneId zone, ZoneOffsetTransition transition) {
    Instant instant() {
      return transition.getInstant();
    }

    /// How far the clock is moved; more than zero when it goes forward.
    long minutes() {
      return transition.getDuration().toMinutes();
    }
  }
}
