package dev.jobmill.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutiesTest {
  private final ManualTime time = ManualTime.standing();
  private final Counting often = new Often();
  private final Counting seldom = new Seldom();
  private final Duties duties = new Duties(time, List.of(seldom, often));

  @Test
  void eachRunsWhenItAskedTo() {
    assertThat(duties.step()).isEqualTo(Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    duties.step();
    assertThat(often.runs).isEqualTo(2);
    assertThat(seldom.runs).isEqualTo(1);
    time.advance(Duration.ofSeconds(59));
    duties.step();
    assertThat(seldom.runs).isEqualTo(2);
  }

  @Test
  void aDutyCanBeHastenedButNotDelayed() {
    duties.step();
    duties.hasten(Seldom.class, Duration.ofMillis(5));
    duties.hasten(Seldom.class, Duration.ofHours(1));
    assertThat(duties.step()).isEqualTo(Duration.ofMillis(5));
    time.advance(Duration.ofMillis(5));
    duties.step();
    assertThat(seldom.runs).isEqualTo(2);
  }

  @Test
  void oneThatFailsKeepsNoOtherFromRunning() {
    seldom.failure = new IllegalStateException("on purpose");
    duties.step();
    assertThat(often.runs).isEqualTo(1);
    seldom.failure = new StoreUnavailable("away on purpose");
    time.advance(Duration.ofSeconds(1));
    assertThatThrownBy(duties::step).isInstanceOf(StoreUnavailable.class);
    assertThat(often.runs).isEqualTo(2);
    seldom.failure = null;
    time.advance(Duration.ofSeconds(1));
    duties.step();
    assertThat(seldom.runs).isEqualTo(3);
  }

  private abstract static class Counting implements Duty {
    private final Duration pause;
    int runs;
    RuntimeException failure;

    private Counting(Duration pause) {
      this.pause = pause;
    }

    @Override
    public Duration runOnce() {
      runs++;
      if (failure != null) {
        throw failure;
      }
      return pause;
    }
  }

  private static final class Often extends Counting {
    private Often() {
      super(Duration.ofSeconds(1));
    }
  }

  private static final class Seldom extends Counting {
    private Seldom() {
      super(Duration.ofMinutes(1));
    }
  }
}
