package dev.jobmill.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final ManualTime time = ManualTime.standing();
  private final Instant start = time.now();
  private final Pulse pulse = new Pulse("thing", time);

  private void pass(Duration pause) {
    pulse.began();
    pulse.succeeded(pause);
  }

  @Test
  void nothingIsExpectedOfWhatNeverBegan() {
    time.advance(Duration.ofDays(1));
    assertThat(pulse.read())
        .isEqualTo(new Pulse.Reading("thing", null, null, Duration.ZERO))
        .matches(reading -> !reading.isBlocked());
  }

  @Test
  void oneThatRestsAsLongAsItSaidIsNotBlocked() {
    pass(Duration.ofHours(1));
    time.advance(Duration.ofHours(1).plus(Pulse.MARGIN));
    assertThat(pulse.read().isBlocked()).isFalse();
    time.advance(Duration.ofMillis(1));
    assertThat(pulse.read().isBlocked()).isTrue();
    assertThat(pulse.read().lastSuccess()).isEqualTo(start);
  }

  @Test
  void aPassThatDoesNotComeBackIsBlockedHoweverLongItMayHaveRested() {
    pass(Duration.ofHours(1));
    time.advance(Duration.ofSeconds(1));
    pulse.began();
    time.advance(Pulse.MARGIN.plusMillis(1));
    assertThat(pulse.read().isBlocked()).isTrue();
    pulse.succeeded(Duration.ofHours(1));
    assertThat(pulse.read().isBlocked()).isFalse();
  }

  @Test
  void oneThatFailsAgainAndAgainIsBlockedAndSaysWhy() {
    for (int i = 0; i < 31; i++) {
      pulse.began();
      pulse.failed(new StoreUnavailable("away on purpose"));
      assertThat(pulse.read().isBlocked()).isFalse();
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(pulse.read().isBlocked()).isTrue();
    assertThat(pulse.read().lastError()).isEqualTo("StoreUnavailable: away on purpose");
    pass(Duration.ZERO);
    assertThat(pulse.read().lastError()).isNull();
    assertThat(pulse.read().isBlocked()).isFalse();
  }

  @Test
  void nothingIsExpectedOfWhatHasEnded() {
    pulse.began();
    pulse.ended();
    time.advance(Duration.ofDays(1));
    assertThat(pulse.read().isBlocked()).isFalse();
  }

  @Test
  void anErrorThatCannotBeToldIsToldAllTheSame() {
    pulse.failed(
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("on purpose");
          }
        });
    assertThat(pulse.read().lastError()).contains("while the error was told");
  }

  @Test
  void aLoopThatHasBeenStoppedIsNotBlocked() {
    Loop loop = new Loop("jobmill-test", () -> Duration.ofDays(1));
    loop.start();
    loop.stop();
    assertThat(loop.pulse().late()).isZero();
  }
}
