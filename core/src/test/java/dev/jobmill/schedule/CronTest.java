package dev.jobmill.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  /// The days on which an expression is due after a day, at midnight UTC.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 31 * *       | 2026-01-31 | 2026-03-31 2026-05-31 2026-07-31",
        "0 0 29 2 *       | 2026-01-01 | 2028-02-29 2032-02-29 2036-02-29",
        "0 0 29 2 ?       | 2096-02-29 | 2104-02-29 2108-02-29",
        "0 0 L * *        | 2027-12-31 | 2028-01-31 2028-02-29 2028-03-31",
        "0 0 L-3 2 *      | 2026-01-01 | 2026-02-25 2027-02-25 2028-02-26",
        "0 0 L-30 * *     | 2026-01-01 | 2026-03-01 2026-05-01",
        "0 0 LW * *       | 2026-01-01 | 2026-01-30 2026-02-27 2026-03-31",
        "0 0 1W * *       | 2026-07-31 | 2026-08-03 2026-09-01 2026-10-01 2026-11-02",
        "0 0 31W * *      | 2026-04-30 | 2026-05-29 2026-07-31",
        "0 0 15W 2,3 *    | 2026-01-01 | 2026-02-16 2026-03-16 2027-02-15",
        "0 0 ? * FRIL     | 2026-01-01 | 2026-01-30 2026-02-27",
        "0 0 * * 5L       | 2026-01-01 | 2026-01-30 2026-02-27",
        "0 0 * * MON#2    | 2026-01-01 | 2026-01-12 2026-02-09",
        "0 0 * * 7#1      | 2026-01-01 | 2026-01-04 2026-02-01",
        "0 0 * * 7        | 2026-01-01 | 2026-01-04 2026-01-11",
        "0 0 * * fri-sun  | 2026-01-01 | 2026-01-02 2026-01-03 2026-01-04 2026-01-09",
        "0 0 * * 5-0      | 2026-01-01 | 2026-01-02 2026-01-03 2026-01-04 2026-01-09",
        "0 0 1 * MON      | 2026-01-01 | 2026-01-05 2026-01-12 2026-01-19 2026-01-26 2026-02-01",
        "0 0 1-7 * */7    | 2026-01-01 | 2026-01-04 2026-02-01 2026-03-01",
        "0 0 */2 * MON    | 2026-01-01 | 2026-01-05 2026-01-19 2026-02-09 2026-02-23",
        "0 0 29 2 */7     | 2026-01-01 | 2032-02-29 2060-02-29 2088-02-29 2128-02-29",
        "0 0 * 2 MON#5    | 2032-01-01 | 2044-02-29 2072-02-29 2112-02-29",
        "0 0 31 1,2 *     | 2026-01-01 | 2026-01-31 2027-01-31",
        "0 0 1 jan,Jul *  | 2026-01-01 | 2026-07-01 2027-01-01",
        "0 0 1 3/4 *      | 2026-01-01 | 2026-03-01 2026-07-01 2026-11-01 2027-03-01",
        "@yearly          | 2026-01-01 | 2027-01-01 2028-01-01",
        "@ANNUALLY        | 2026-01-01 | 2027-01-01 2028-01-01",
        "@monthly         | 2026-01-01 | 2026-02-01",
        "@weekly          | 2026-01-01 | 2026-01-04 2026-01-11",
        "@daily           | 2026-01-01 | 2026-01-02 2026-01-03",
        "@midnight        | 2026-01-01 | 2026-01-02 2026-01-03"
      })
  void daysAreFoundAsTheyAreWritten(String expression, String after, String days) {
    List<String> expected = List.of(days.split(" "));
    assertThat(due(expression, UTC, after + "T00:00:00", expected.size()))
        .isEqualTo(expected.stream().map(day -> day + "T00:00").toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/20 * * * *       | 2026-01-01T00:20 2026-01-01T00:40 2026-01-01T01:00",
        "50-55/2,7 3 * * *  | 2026-01-01T03:07 2026-01-01T03:50 2026-01-01T03:52",
        "40/10 23 * * *     | 2026-01-01T23:40 2026-01-01T23:50 2026-01-02T23:40",
        "15 30 12 * * *     | 2026-01-01T12:30:15 2026-01-02T12:30:15",
        "*/25 59 23 31 12 * | 2026-12-31T23:59 2026-12-31T23:59:25 2026-12-31T23:59:50",
        "@hourly            | 2026-01-01T01:00 2026-01-01T02:00"
      })
  void timesAreFoundAsTheyAreWritten(String expression, String times) {
    List<String> expected = List.of(times.split(" "));
    assertThat(due(expression, UTC, "2026-01-01T00:00:00", expected.size())).isEqualTo(expected);
  }

  /// What the clocks do, zone by zone: the first times after a local time, with the offset where it
  /// tells one from another.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Spring and autumn of Berlin, as the documentation of Cron says.
        "30 2 * * *      | Europe/Berlin | 2026-03-28T12:00 | 03-29T03:00 03-30T02:30",
        "30 2 * * *      | Europe/Berlin | 2026-10-24T12:00 | 10-25T02:30+02:00 10-26T02:30+01:00",
        "0 3 * * *       | Europe/Berlin | 2026-03-28T12:00 | 03-29T03:00 03-30T03:00",
        "0 2,3 * * *     | Europe/Berlin | 2026-03-28T12:00 | 03-29T03:00 03-30T02:00",
        "30 1-3 * * *    | Europe/Berlin | 2026-03-29T00:00 | 03-29T01:30 03-29T03:00 03-29T03:30",
        "30 1-3 * * *    | Europe/Berlin | 2026-10-25T00:00"
            + " | 10-25T01:30 10-25T02:30+02:00 10-25T03:30+01:00",
        "*/15 * * * *    | Europe/Berlin | 2026-03-29T01:40 | 03-29T01:45 03-29T03:00 03-29T03:15",
        "*/30 * * * *    | Europe/Berlin | 2026-10-25T01:40"
            + " | 10-25T02:00+02:00 10-25T02:30+02:00 10-25T02:00+01:00 10-25T02:30+01:00"
            + " 10-25T03:00+01:00",
        "30 * * * *      | Europe/Berlin | 2026-03-29T01:00 | 03-29T01:30 03-29T03:30",
        "30 0-23 * * *   | Europe/Berlin | 2026-10-25T01:00"
            + " | 10-25T01:30 10-25T02:30+02:00 10-25T02:30+01:00 10-25T03:30",
        "30 */2 * * *    | Europe/Berlin | 2026-03-29T00:00 | 03-29T00:30 03-29T03:00 03-29T04:30",
        "30 */2 * * *    | Europe/Berlin | 2026-10-25T00:00"
            + " | 10-25T00:30 10-25T02:30+02:00 10-25T02:30+01:00 10-25T04:30",
        "0-59/20 2 * * * | Europe/Berlin | 2026-03-28T12:00 | 03-29T03:00 03-30T02:00 03-30T02:20",
        "0-59/20 2 * * * | Europe/Berlin | 2026-10-24T12:00"
            + " | 10-25T02:00+02:00 10-25T02:20+02:00 10-25T02:40+02:00 10-25T02:00+01:00"
            + " 10-25T02:20+01:00 10-25T02:40+01:00 10-26T02:00",
        "*/15 0-5 * * *  | Europe/Berlin | 2026-03-29T01:40 | 03-29T01:45 03-29T03:00 03-29T03:15",
        // A single value is a time, however it is written.
        "30-45/30 2 * * * | Europe/Berlin | 2026-10-24T12:00 | 10-25T02:30+02:00 10-26T02:30",
        // Midnight that does not exist.
        "0 0 * * *       | America/Santiago | 2026-09-05T12:00 | 09-06T01:00 09-07T00:00",
        "@daily          | America/Santiago | 2026-09-05T12:00 | 09-06T01:00 09-07T00:00",
        // Midnight that comes twice, the second time on the evening before.
        "0 23 * * *      | America/Santiago | 2026-04-04T12:00 | 04-04T23:00-03:00 04-05T23:00",
        // Half an hour.
        "15 2 * * *      | Australia/Lord_Howe | 2026-10-03T12:00 | 10-04T02:30 10-05T02:15",
        "45 1 * * *      | Australia/Lord_Howe | 2026-04-04T12:00"
            + " | 04-05T01:45+11:00 04-06T01:45+10:30",
        "*/15 * * * *    | Australia/Lord_Howe | 2026-10-04T01:30"
            + " | 10-04T01:45 10-04T02:30 10-04T02:45",
        "15 * * * *      | Australia/Lord_Howe | 2026-10-04T01:00"
            + " | 10-04T01:15 10-04T02:30 10-04T03:15",
        "*/15 * * * *    | Australia/Lord_Howe | 2026-04-05T01:40"
            + " | 04-05T01:45+11:00 04-05T01:30+10:30 04-05T01:45+10:30 04-05T02:00",
        // The day that Samoa left out.
        "30 2 * * *      | Pacific/Apia | 2011-12-29T00:00 | 12-29T02:30 12-31T00:00 12-31T02:30",
        "0 0 * * *       | Pacific/Apia | 2011-12-28T12:00 | 12-29T00:00 12-31T00:00 01-01T00:00",
        "0 12 30 * *     | Pacific/Apia | 2011-12-01T00:00 | 12-31T00:00 01-30T12:00",
        "0 */6 * * *     | Pacific/Apia | 2011-12-29T12:00 | 12-29T18:00 12-31T00:00 12-31T06:00",
        // Winter time is the exception by law in Dublin.
        "30 1 * * *      | Europe/Dublin | 2026-03-28T12:00 | 03-29T02:00 03-30T01:30",
        "30 1 * * *      | Europe/Dublin | 2026-10-24T12:00 | 10-25T01:30+01:00 10-26T01:30Z",
        // Back for Ramadan and forth after it.
        "30 2 * * *      | Africa/Casablanca | 2024-03-09T12:00 | 03-10T02:30+01:00 03-11T02:30Z",
        "30 2 * * *      | Africa/Casablanca | 2024-04-13T12:00 | 04-14T03:00 04-15T02:30",
        // A change for good.
        "15 0 * * *      | Asia/Pyongyang | 2018-05-03T12:00 | 05-04T00:15 05-05T00:15",
        "45 23 * * *     | Asia/Pyongyang | 2018-05-03T12:00 | 05-03T23:45 05-05T00:00 05-05T23:45"
      })
  void changesOfTheClockArePassedAsDocumented(
      String expression, String zone, String after, String times) {
    List<String> expected = List.of(times.split(" "));
    List<ZonedDateTime> due =
        dueIn(expression, ZoneId.of(zone), LocalDateTime.parse(after), expected.size());
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      String time = due.get(i).toLocalDateTime().toString().substring(5);
      boolean offset = expected.get(i).length() > time.length();
      shown.add(offset ? time + due.get(i).getOffset() : time);
    }
    assertThat(shown).isEqualTo(expected);
  }

  @Test
  void nothingIsDueOutsideOfTheYearsOfJobs() {
    Cron yearly = Cron.of("@yearly", UTC);
    assertThat(yearly.nextAfter(Instant.MIN)).contains(Instant.EPOCH);
    assertThat(yearly.nextAfter(Instant.EPOCH)).contains(Instant.parse("1971-01-01T00:00:00Z"));
    assertThat(yearly.nextAfter(Instant.parse("9999-01-01T00:00:00Z"))).isEmpty();
    assertThat(yearly.nextAfter(Instant.MAX)).isEmpty();
    assertThat(Cron.of("* * * * * *", UTC).nextAfter(Instant.parse("9999-12-31T23:59:58.5Z")))
        .contains(Instant.parse("9999-12-31T23:59:59Z"));
    Cron rare = Cron.of("*/7 * * 2 MON#5", ZoneId.of("America/New_York"));
    assertThat(rare.nextAfter(Instant.parse("9999-03-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void fractionsOfASecondCountAsTheyAre() {
    Cron cron = Cron.of("* * * * * *", UTC);
    Instant second = Instant.parse("2026-01-01T00:00:01Z");
    assertThat(cron.nextAfter(second.minusNanos(1))).contains(second);
    assertThat(cron.nextAfter(second)).contains(second.plusSeconds(1));
    assertThat(cron.nextAfter(second.plusNanos(1))).contains(second.plusSeconds(1));
  }

  private static List<String> due(String expression, ZoneId zone, String after, int count) {
    return dueIn(expression, zone, LocalDateTime.parse(after), count).stream()
        .map(time -> time.toLocalDateTime().toString())
        .toList();
  }

  private static List<ZonedDateTime> dueIn(
      String expression, ZoneId zone, LocalDateTime after, int count) {
    Cron cron = Cron.of(expression, zone);
    List<ZonedDateTime> due = new ArrayList<>();
    Instant at = after.atZone(zone).toInstant();
    for (int i = 0; i < count; i++) {
      at = cron.nextAfter(at).orElseThrow();
      due.add(at.atZone(zone));
    }
    return due;
  }
}
