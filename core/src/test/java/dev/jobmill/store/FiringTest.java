package dev.jobmill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.job.Recurrence.State;
import dev.jobmill.schedule.Cron;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a schedule does when its time has come.
class FiringTest {
  private static final Instant START = Instant.parse("2026-03-28T12:00:00Z");
  private static final Schedule SECOND = Every.of(Duration.ofSeconds(1));

  private static Recurrence schedule(String rule, Missed missed, Duration jitter, Instant next) {
    JobSpec template =
        JobSpec.builder(Recurrence.TEMPLATE_ID, "t", Content.json("1")).queue("q").build();
    return new Recurrence(
        "s",
        template,
        new Rules(rule, jitter, null, null, missed, Overlap.ALLOW),
        new State(false, next, null, DefinedBy.CODE, null, null));
  }

  private static Recurrence schedule(Schedule rule, Missed missed) {
    Instant next = rule.nextAfter(START).orElseThrow();
    return schedule(rule.text(), missed, Duration.ZERO, next);
  }

  /// Steps until nothing is due any more.
  private static List<Instant> fire(Recurrence schedule, Instant now) {
    List<Instant> all = new ArrayList<>();
    Recurrence at = schedule;
    for (int i = 0; i < 100; i++) {
      Firing firing = Firing.decide(at, now, Integer.MAX_VALUE).orElse(null);
      if (firing == null) {
        return all;
      }
      assertThat(firing.instants()).hasSizeLessThanOrEqualTo(Firing.INSTANTS_MAX);
      all.addAll(firing.instants());
      at = firing.apply(at);
    }
    throw new AssertionError("there is always more to do");
  }

  @Test
  void nothingIsDueBeforeTheNextInstant() {
    Recurrence schedule = schedule(Every.of(Duration.ofHours(1)), Missed.ONCE);
    assertThat(Firing.decide(schedule, START.plusSeconds(3_599), 9)).isEmpty();
    assertThat(Firing.decide(schedule, START.plusSeconds(3_600), 9))
        .contains(new Firing(List.of(START.plusSeconds(3_600)), START.plusSeconds(7_200)));
  }

  @Test
  void whatIsAMinuteLateIsNotMissedAndWhatIsLaterIs() {
    Recurrence schedule = schedule(Every.of(Duration.ofHours(1)), Missed.SKIP);
    Instant first = START.plusSeconds(3_600);
    assertThat(fire(schedule, first.plus(Firing.LATE))).containsExactly(first);
    assertThat(fire(schedule, first.plus(Firing.LATE).plusMillis(1))).isEmpty();
  }

  @Test
  void whatComesNextDoesNotDependOnWhenSomebodyLooks() {
    Recurrence schedule = schedule(Every.of(Duration.ofMinutes(10)), Missed.ONCE);
    for (int late = 0; late < 600; late += 7) {
      Instant now = START.plusSeconds(600 + late);
      assertThat(Firing.decide(schedule, now, 9).orElseThrow().next())
          .isEqualTo(START.plusSeconds(1_200));
    }
  }

  @Test
  @Timeout(20)
  void hundredYearsOfEverySecondAreFewSteps() {
    Instant now = START.plus(Duration.ofDays(36_500));
    assertThat(fire(schedule(SECOND, Missed.SKIP), now)).hasSize(61).endsWith(now);
    assertThat(fire(schedule(SECOND, Missed.ONCE), now)).hasSize(62).isSorted();
    assertThat(fire(schedule(SECOND, Missed.catchUp(1_000)), now))
        .hasSize(1_061)
        .isSorted()
        .doesNotHaveDuplicates();
    Schedule cron = Cron.of("* * * * * *", ZoneId.of("Europe/Berlin"));
    assertThat(fire(schedule(cron, Missed.catchUp(1_000)), now)).hasSize(1_061).endsWith(now);
  }

  @Test
  void aNightWithoutHalfPastTwoFiresOnce() {
    Schedule cron = Cron.of("30 2 * * *", ZoneId.of("Europe/Berlin"));
    assertThat(fire(schedule(cron, Missed.ONCE), Instant.parse("2026-03-29T01:00:30Z")))
        .containsExactly(Instant.parse("2026-03-29T01:00:00Z"));
  }

  @Test
  void jitterCountsForWhatIsMissed() {
    Duration jitter = Duration.ofHours(1);
    Instant next = START.plusSeconds(1);
    Recurrence schedule = schedule("at " + next, Missed.SKIP, jitter, next);
    Instant wake = Firing.wake(schedule).orElseThrow();
    assertThat(wake).isBetween(next, next.plus(jitter)).isNotEqualTo(next);
    assertThat(fire(schedule, wake)).containsExactly(next);
    assertThat(fire(schedule, next.plus(jitter).plus(Firing.LATE))).containsExactly(next);
    assertThat(fire(schedule, next.plus(jitter).plus(Firing.LATE).plusMillis(1))).isEmpty();
  }

  @Test
  void scheduleOfANewerVersionIsRefused() {
    Recurrence schedule = schedule("tide @moon", Missed.ONCE, Duration.ZERO, START);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Firing.decide(schedule, START, 9))
        .withMessageContaining("tide");
    assertThat(schedule.next(3)).containsExactly(START);
  }

  @Test
  void idsOfInstantsDifferByNameAndInstant() {
    Recurrence schedule = schedule(SECOND, Missed.ONCE);
    Recurrence other =
        new Recurrence("other", schedule.template(), schedule.rules(), schedule.state());
    assertThat(Firing.job(schedule, START).id())
        .isEqualTo(Firing.job(schedule, START).id())
        .isNotEqualTo(Firing.job(other, START).id())
        .isLessThan(Firing.job(schedule, START.plusMillis(1)).id());
  }
}
