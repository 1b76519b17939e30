package dev.jobmill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "60 * * * *         | minute '60' is not one: use 0 to 59",
        "* 24 * * *         | hour '24' is not one: use 0 to 23",
        "60 * * * * *       | second '60' is not one",
        "* * 0 * *          | day of month '0' is not one: use 1 to 31",
        "* * 32 * *         | day of month '32' is not one",
        "* * * 13 *         | month '13' is not one: use 1 to 12 or names like JAN",
        "* * * * 8          | day of week '8' is not one: use 0 to 7 or names like SUN",
        "* * * MON *        | month 'MON' is not one",
        "* * * UNJ *        | month 'UNJ' is not one",
        "* * * * JAN        | day of week 'JAN' is not one",
        "-1 * * * *         | minute '' is not one",
        "1- * * * *         | minute '' is not one",
        "x * * * *          | minute 'X' is not one",
        "٣ * * * *          | minute '٣' is not one",
        "9999999999 * * * * | minute '9999999999' is not one",
        "*/0 * * * *        | minute '*/0' has a step out of range: use 1 to 59",
        "*/60 * * * *       | minute '*/60' has a step out of range",
        "*/90 * * * *       | an interval (every) for longer ones",
        "* */24 * * *       | hour '*/24' has a step out of range: use 1 to 23",
        "*/ * * * *         | minute '*/' has a step out of range",
        "*/x * * * *        | minute '*/X' has a step out of range",
        "*/5/5 * * * *      | minute '*/5/5' has a step out of range",
        "1,,2 * * * *       | minute '1,,2' has an empty item",
        "1, * * * *         | minute '1,' has an empty item",
        "* 22-6 * * *       | hour '22-6' runs backwards: write the two parts as a list",
        "* * * * FRI-MON    | day of week 'FRI-MON' runs backwards",
        "? * * * *          | minute '?' is not one",
        "* * * ? *          | month '?' is not one",
        "* * L-31 * *       | day of month 'L-31' is out of range: use L-0 to L-30",
        "* * L- * *         | day of month 'L-' is out of range",
        "* * 32W * *        | day of month '32' is not one",
        "* * 1-5W * *       | day of month '1-5' is not one",
        "* * L3 * *         | day of month 'L3' is not one",
        "L * * * *          | minute 'L' is not one",
        "* * * * L          | day of week 'L' is not one",
        "* * * * MON#0      | day of week 'MON#0' is out of range: use #1 to #5",
        "* * * * MON#6      | day of week 'MON#6' is out of range",
        "* * * * MON#       | day of week 'MON#' is out of range",
        "* * * * #2         | day of week '' is not one",
        "0 0 31 2 *         | day of month '31' never comes with month '2'",
        "0 0 30 feb *       | day of month '30' never comes with month 'FEB'",
        "0 0 31 4,6,9,11 ?  | day of month '31' never comes with month '4,6,9,11'",
        "0 0 L-29 2 *       | day of month 'L-29' never comes with month '2'",
        "0 0 8-31 * */7#1   | day of week '*/7' is not one",
        "0 0 30W 2 *        | day of month '30W' never comes with month '2'",
        "* * * *            | has 4 fields: write 'minute hour day-of-month month day-of-week'",
        "* * * * * * 2026   | has 7 fields",
        "\"\"                 | has 0 fields",
        "@reboot            | '@reboot' is unknown",
        "@                  | '@' is unknown"
      })
  void whatIsMalformedOrNeverComesIsRefusedWithTheMend(String expression, String message) {
    assertThatThrownBy(() -> Cron.of(expression, UTC))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("cron '")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 31 2 MON",
        "0 0 30 2,3 *",
        "0 0 29 2 *",
        "0 0 L-28 2 *",
        "0 0 29W 2 *",
        "0 0 */21 2 MONL",
        "0 0 * 2 MON#5"
      })
  void whatComesSometimesIsTaken(String expression) {
    assertThatCode(() -> Cron.of(expression, UTC)).doesNotThrowAnyException();
  }

  @Test
  void aHugeTextIsRefusedInAShortMessage() {
    assertThatThrownBy(() -> Cron.of("1,".repeat(100_000), UTC))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("a cron expression of 200000 characters: use up to 500");
    assertThatThrownBy(() -> Cron.of("1".repeat(400) + " * * * *", UTC))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(250));
  }

  @Test
  void anyTextIsTakenOrRefusedAndNeverBreaksAnything() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    String letters = "0123456789*/-,?LW#@ \tMONFEBjanuaryİ\0";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int field = 0; field < 5; field++) {
        int length = 1 + random.nextInt(4);
        for (int at = 0; at < length; at++) {
          text.append(letters.charAt(random.nextInt(letters.length())));
        }
        text.append(' ');
      }
      String written = text.toString();
      try {
        Cron cron = Cron.of(written, UTC);
        assertThat(Schedule.parse(cron.text())).isEqualTo(cron);
      } catch (InvalidRequest refused) {
        assertThat(refused).hasMessageContaining(": ");
      } catch (RuntimeException broken) {
        throw new AssertionError("'" + written + "', seed " + seed, broken);
      }
    }
  }
}
