package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.loop.Loop;
import dev.jobmill.loop.Pulse;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.ManualTime;
import dev.jobmill.upkeep.Duties;
import dev.jobmill.upkeep.Duty;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final ManualTime time = ManualTime.standing();
  private final MemoryJobStore store = MemoryJobStore.create();
  private boolean away = true;
  private final Duties duties = new Duties(time, List.of(new Failing()));
  private final Watchdog watchdog =
      new Watchdog(List::of, duties, new Notices(List.of(), store.lookup(), "w-1", time), time);

  private final class Failing implements Duty {
    @Override
    public Duration runOnce() {
      if (away) {
        throw new IllegalStateException("on purpose");
      }
      return Duration.ofHours(1);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aBlockedDutySaysSoAsItsErrorUntilItGoesOn() {
    for (int i = 0; i < 4; i++) {
      duties.step();
      time.advance(Duration.ofSeconds(10));
    }
    assertThat(watchdog.blocked()).containsExactly("Failing");
    assertThat(watchdog.status())
        .singleElement()
        .satisfies(loop ->
            assertThat(loop.lastError())
                .isEqualTo("blocked for 40 s: IllegalStateException: on purpose"));
    away = false;
    duties.step();
    assertThat(watchdog.blocked()).isEmpty();
    assertThat(watchdog.status().getFirst().lastError()).isNull();
  }

  @Test
  void aPassingErrorIsNotCalledBlocked() {
    assertThat(Watchdog.errorOf(new Pulse.Reading("x", null, "once", Duration.ofSeconds(29))))
        .isEqualTo("once");
  }

  @Test
  void itLooksOftenEnoughBesideALoopThatRests() throws Exception {
    Loop.Step step = watchdog.beside(() -> Duration.ofHours(1));
    assertThat(step.run()).isEqualTo(Watchdog.PAUSE);
    Loop.Step busy = watchdog.beside(() -> Duration.ZERO);
    assertThat(busy.run()).isZero();
  }
}
