package dev.jobmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @Test
  void idsRiseStrictlyAndAreVersionSevenOfTheClock() {
    ManualTime time = ManualTime.standing();
    JobIds ids = new JobIds(time, Chance.from(new Random(1)));
    List<JobId> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
    }
    time.jumpTo(time.now().minusSeconds(60));
    made.add(ids.next());
    time.advance(Duration.ofDays(1));
    made.add(ids.next());
    assertThat(made).isSorted().doesNotHaveDuplicates();
    JobId last = made.getLast();
    assertThat(last.value().version()).isEqualTo(7);
    assertThat(last.value().variant()).isEqualTo(2);
    assertThat(last.value().getMostSignificantBits() >>> 16).isEqualTo(time.now().toEpochMilli());
    assertThat(JobId.parse(last.toString())).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0199a5b1-7c3e-7d2a-9f00-12345678",
        "1-1-1-1-1",
        "0199a5b17c3e7d2a9f001234567890ab"
      })
  void whatIsNotAnIdIsRefusedByName(String text) {
    assertThatThrownBy(() -> JobId.parse(text)).hasMessageContaining("is not a job id");
  }

  @Test
  void prioritiesHaveNamesAndLevels() {
    assertThat(Priority.parse("high")).isEqualTo(Priority.HIGH);
    assertThat(Priority.parse("LOW")).isEqualTo(Priority.LOW);
    assertThat(Priority.parse("17")).hasToString("17");
    assertThat(Priority.parse("128")).hasToString("normal");
    for (String bad : List.of("256", "-1", "urgent", "")) {
      assertThatThrownBy(() -> Priority.parse(bad))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("high, normal, low or a level from 0 to 255");
    }
  }

  @Test
  void backoffGrowsUpToItsMaximumAndIsSpread() {
    Backoff backoff = Backoff.STANDARD;
    assertThat(backoff.after(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.after(2, 0.5)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.after(1, 0)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.after(1, 1)).isEqualTo(Duration.ofSeconds(6));
    assertThat(backoff.after(1_000_000, 0.5)).isEqualTo(Duration.ofHours(1));
    assertThat(Backoff.fixed(Duration.ofMillis(7)).after(9, 0.9)).isEqualTo(Duration.ofMillis(7));
    assertThat(Backoff.STANDARD.startingAt(Duration.ofHours(2)).after(3, 0.5))
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void namesAreCheckedWhereTheyAreWritten() {
    assertThat(Names.isName("gcode.analyze:v1_x-Y")).isTrue();
    assertThat(Names.isName("a".repeat(129))).isFalse();
    assertThat(Names.isName("ışık")).isFalse();
    assertThatThrownBy(() -> JobType.of("no spaces", String.class, Void.class))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("job type 'no spaces'");
  }

  @Test
  void errorsAreCutToWhatIsKept() {
    Failure failure = new Failure("K", "m".repeat(10_000), "s".repeat(100_000));
    assertThat(failure.message()).hasSize(Failure.MESSAGE_CHARS_MAX).endsWith("(cut)");
    assertThat(failure.stack()).hasSize(Failure.STACK_CHARS_MAX);
    assertThat(Failure.of(new IllegalStateException()).message())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void requestsAreCheckedWhereTheyAreWritten() {
    JobRequest<String, Void> request =
        JobRequest.of(JobType.of("t", String.class, Void.class), "p");
    assertThatThrownBy(() -> request.delay(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> request.timeout(Duration.ZERO)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> request.metadata("k", "v".repeat(17_000)))
        .hasMessageContaining("metadata of");
    assertThatThrownBy(() -> request.requestId("a b")).isInstanceOf(InvalidRequest.class);
    JobRequest<String, Void> tagged = request;
    for (int i = 0; i < 20; i++) {
      tagged = tagged.tag("t" + i);
    }
    JobRequest<String, Void> full = tagged;
    assertThatThrownBy(() -> full.tag("one-more")).hasMessageContaining("21 tags");
  }

  @Test
  void durationsThatArithmeticCannotHoldAreRefused() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    JobRequest<String, Void> request =
        JobRequest.of(JobType.of("t", String.class, Void.class), "p");
    assertThatThrownBy(() -> request.timeout(forever)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> request.delay(forever)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> request.at(Instant.MAX)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Backoff.fixed(forever)).isInstanceOf(InvalidRequest.class);
    assertThat(new RetryLater(forever, "much later").delay()).isEqualTo(Limits.DURATION_MAX);
  }

  @Test
  void progressStaysInItsRange() {
    assertThat(new Progress(Double.NaN, null).fraction()).isZero();
    assertThat(new Progress(7, null).fraction()).isEqualTo(1);
    assertThat(new Progress(-1, "x".repeat(9_999)).message()).hasSize(500);
  }
}
