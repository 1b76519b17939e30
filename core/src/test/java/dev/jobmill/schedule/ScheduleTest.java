package dev.jobmill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron 30 2 * * MON-FRI @Europe/Berlin",
        "cron */10 30 2 L-3,15W * FRIL,MON#2 @America/Argentina/Buenos_Aires",
        "cron @daily @UTC",
        "cron 0 0 ? * * @+05:30",
        "cron 0 0 * * * @Z",
        "every PT5M from 2026-01-01T00:00:00Z",
        "every PT1.5S from 1970-01-01T00:00:00.001Z",
        "every PT876000H from 9999-12-31T23:59:59Z",
        "at 2026-01-01T00:00:00.123Z"
      })
  void aTextIsReadAndWrittenAsItIs(String text) {
    Schedule schedule = Schedule.parse(text);
    assertThat(schedule.text()).isEqualTo(text);
    assertThat(schedule).hasToString(text).isEqualTo(Schedule.parse(text));
    assertThat(schedule.hashCode()).isEqualTo(Schedule.parse(text).hashCode());
  }

  @Test
  void anExpressionIsKeptInItsOneForm() {
    Cron cron = Cron.of("  30\t2 *  * mon-fri ", ZoneId.of("Europe/Berlin"));
    assertThat(cron.expression()).isEqualTo("30 2 * * MON-FRI");
    assertThat(cron).isEqualTo(Schedule.parse("cron 30 2 * * MON-FRI @Europe/Berlin"));
    assertThat(cron).isNotEqualTo(Schedule.parse("cron 30 2 * * MON-FRI @UTC"));
    assertThat(Cron.of("@DAILY", ZoneId.of("UTC")).text()).isEqualTo("cron @daily @UTC");
    assertThat(Cron.of("* * 1 jul fri", ZoneId.of("UTC")).expression()).isEqualTo("* * 1 JUL FRI");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"                                  | '' is not a schedule: use 'cron 30 2",
        "cron 0 0 * * *                      | is not a schedule",
        "cron @daily                         | is not a schedule",
        "cron 0 0 * * * @Europe/Atlantis     | 'Europe/Atlantis' is not a time zone",
        "cron 0 0 * * * @                    | '' is not a time zone",
        "cron 0 0 31 2 * @UTC                | never comes",
        "every PT5M                          | is not a schedule",
        "every 5M from 2026-01-01T00:00:00Z  | '5M' is not a duration",
        "every PT5M from noon                | 'noon' is not an instant",
        "every PT0S from 2026-01-01T00:00:00Z | interval PT0S is out of range: use 1 second",
        "every PT999999999999999999H from 2026-01-01T00:00:00Z | is not a duration",
        "at noon                             | 'noon' is not an instant",
        "At 2026-01-01T00:00:00Z             | is not a schedule"
      })
  void whatIsNoScheduleIsRefusedWithTheMend(String text, String message) {
    assertThatThrownBy(() -> Schedule.parse(text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(message);
  }

  @Test
  void anIntervalKeepsItsPaceFromItsFirstInstant() {
    Every every = Every.of(Duration.ofMinutes(7)).from(NOON);
    assertThat(every.nextAfter(Instant.MIN)).contains(NOON);
    assertThat(every.nextAfter(NOON.minusNanos(1))).contains(NOON);
    assertThat(every.nextAfter(NOON)).contains(NOON.plusSeconds(420));
    assertThat(every.nextAfter(NOON.plusSeconds(420).minusNanos(1)))
        .contains(NOON.plusSeconds(420));
    assertThat(every.nextAfter(NOON.plusSeconds(420).plusNanos(1))).contains(NOON.plusSeconds(840));
    assertThat(every.nextAfter(Instant.MAX)).isEmpty();
    assertThat(every.nextAfter(Instant.parse("9999-12-31T23:59:00Z"))).isEmpty();
  }

  @Test
  void anIntervalWithoutAnInstantIsTheSameWheneverItIsMade() {
    assertThat(Every.of(Duration.ofHours(6)).nextAfter(NOON))
        .contains(Instant.parse("2026-01-01T18:00:00Z"));
    assertThat(Every.of(Duration.ofMillis(1500)).nextAfter(Instant.EPOCH))
        .contains(Instant.ofEpochMilli(1500));
  }

  @Test
  void instantsAreKeptInMilliseconds() {
    assertThat(Once.at(NOON.plusNanos(1_999_999)).at()).isEqualTo(NOON.plusMillis(1));
    assertThat(Every.of(Duration.ofSeconds(1)).from(NOON.plusNanos(1_999_999)).from())
        .isEqualTo(NOON.plusMillis(1));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Every.of(Duration.ofMillis(999)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("use 1 second to 36500 days");
    assertThatThrownBy(() -> Every.of(Duration.ofDays(36_500).plusMillis(1)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Every.of(Duration.ofSeconds(1, 1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("use whole milliseconds");
    assertThatThrownBy(() -> Every.of(Duration.ofSeconds(1)).from(Instant.EPOCH.minusMillis(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("use the years 1970 to 9999");
    assertThatThrownBy(() -> Once.at(Instant.MAX)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void onceIsOnce() {
    Once once = Once.at(NOON);
    assertThat(once.nextAfter(NOON.minusNanos(1))).contains(NOON);
    assertThat(once.nextAfter(NOON)).isEmpty();
  }
}
