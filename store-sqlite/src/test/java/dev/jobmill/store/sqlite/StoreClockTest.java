package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The store's time while the machine's clock is set.
class StoreClockTest {
  private static final long START = 1_000_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final ManualTime time = new ManualTime(Instant.ofEpochMilli(START));
  private final StoreClock clock = new StoreClock(time);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private Level level;

  @BeforeEach
  void listen() {
    log.start();
    Logger logger = (Logger) Log.STORE;
    level = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(log);
    assertThat(clock.now()).isEqualTo(START);
  }

  @AfterEach
  void stopListening() {
    Logger logger = (Logger) Log.STORE;
    logger.detachAppender(log);
    logger.setLevel(level);
    logger.setAdditive(true);
  }

  private void setClock(long millis) {
    time.jumpTo(Instant.ofEpochMilli(millis));
  }

  private void pass(long millis) {
    time.advance(Duration.ofMillis(millis));
  }

  @Test
  void clockThatIsSetBackLetsTimeGoOnAtItsOwnPace() {
    pass(10_000);
    setClock(START - HOUR);
    assertThat(clock.now())
        .describedAs("what passed before it was noticed")
        .isEqualTo(START + 10_000);
    pass(5_000);
    assertThat(clock.now()).isEqualTo(START + 15_000);
    pass(HOUR);
    assertThat(clock.now()).isEqualTo(START + 15_000 + HOUR);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage()).contains("went back by 3610 s");
  }

  @Test
  void clockIsFollowedAgainOnceItHasCaughtUp() {
    setClock(START - HOUR);
    pass(5_000);
    assertThat(clock.now()).isEqualTo(START + 5_000);
    setClock(START + 4_000);
    assertThat(clock.now()).isEqualTo(START + 5_000);
    setClock(START + 6_000);
    assertThat(clock.now()).isEqualTo(START + 6_000);
    setClock(START + 5_500);
    pass(1_000);
    assertThat(clock.now()).isEqualTo(START + 6_500);
  }

  @Test
  void timeOfOthersIsTheMachinesWhereThatIsBehind() {
    setClock(START - HOUR);
    pass(5_000);
    assertThat(clock.nowForOthers()).isEqualTo(START - HOUR + 5_000);
    setClock(START + HOUR);
    assertThat(clock.nowForOthers()).isEqualTo(START + HOUR).isEqualTo(clock.now());
  }

  @Test
  void jumpForwardIsFollowedAndToldWhenItIsLarge() {
    pass(2 * HOUR);
    assertThat(clock.now()).isEqualTo(START + 2 * HOUR);
    setClock(START + 3 * HOUR);
    assertThat(clock.now()).isEqualTo(START + 3 * HOUR);
    assertThat(log.list).describedAs("an hour that passed, and an hour's jump").isEmpty();
    setClock(START + 4 * HOUR + 1_000);
    assertThat(clock.now()).isEqualTo(START + 4 * HOUR + 1_000);
    assertThat(clock.now()).isEqualTo(START + 4 * HOUR + 1_000);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage()).contains("went forward by 3601 s");
  }

  @Test
  void timeNeverGoesBackAndNeverStandsStillWhateverIsDoneToTheClock() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    long last = clock.now();
    for (int step = 0; step < 10_000; step++) {
      long passed = 1 + random.nextInt(1_000);
      if (random.nextInt(4) == 0) {
        setClock(time.now().toEpochMilli() + random.nextInt(20_000) - 10_000);
      }
      long wall = time.now().toEpochMilli() + passed;
      pass(passed);
      long now = clock.now();
      assertThat(now)
          .describedAs("-Djobmill.seed=%d, step %d", seed, step)
          .isGreaterThanOrEqualTo(last)
          .isLessThanOrEqualTo(Math.max(wall, last + passed))
          .isGreaterThanOrEqualTo(wall);
      last = now;
    }
  }
}
