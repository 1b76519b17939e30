package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.store.Claimed;
import dev.jobmill.worker.SuspectTurn.Ask;
import dev.jobmill.worker.SuspectTurn.Phase;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuspectTurnTest {
  private static final Claimed NOTHING = new Claimed(List.of(), false, false);
  private static final Claimed SUSPECTS_WAIT = new Claimed(List.of(), false, true);
  private static final Claimed SUSPECT = new Claimed(List.of(), true, true);
  private static final Claimed LAST_SUSPECT = new Claimed(List.of(), true, false);

  private long now = Long.MAX_VALUE - 5;
  private SuspectTurn turn = SuspectTurn.NONE;

  private Ask ask(boolean idle) {
    turn = turn.at(idle, now);
    return turn.ask(idle);
  }

  private void answer(Claimed answer, boolean idle) {
    turn = turn.after(answer, idle, now);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aBusyWorkerClaimsOrdinaryJobsAndAnIdleOneAlsoSuspects() {
    assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(NOTHING, true);
    assertThat(turn.phase()).isEqualTo(Phase.ORDINARY);
  }

  @Test
  void aBusyWorkerThatHearsOfSuspectsClaimsNothingUntilItIsIdle() {
    answer(SUSPECTS_WAIT, false);
    assertThat(ask(false)).isEqualTo(Ask.LOOK);
    answer(SUSPECTS_WAIT, false);
    assertThat(ask(false)).isEqualTo(Ask.LOOK);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
  }

  @Test
  void suspectsRunOneByOneAndNothingIsClaimedBesideThem() {
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(SUSPECT, false);
    assertThat(ask(false)).isEqualTo(Ask.NOTHING);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(LAST_SUSPECT, false);
    assertThat(ask(false)).isEqualTo(Ask.NOTHING);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(NOTHING, true);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
  }

  @Test
  void ordinaryJobsFollowForAsLongAsTheDrainAndTheLoneRunsTook() {
    answer(SUSPECTS_WAIT, false);
    pass(30);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(SUSPECT, false);
    pass(40);
    assertThat(ask(true)).isEqualTo(Ask.ORDINARY);
    pass(69);
    answer(SUSPECTS_WAIT, false);
    assertThat(ask(true)).isEqualTo(Ask.ORDINARY);
    assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
    pass(2);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
    answer(SUSPECTS_WAIT, false);
    assertThat(ask(false)).isEqualTo(Ask.LOOK);
  }

  @Test
  void suspectsAreGivenAsMuchTimeAsTheDrainTook() {
    answer(SUSPECTS_WAIT, false);
    pass(30);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(SUSPECT, false);
    pass(29);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
    answer(SUSPECT, false);
    pass(1);
    assertThat(ask(true)).isEqualTo(Ask.ORDINARY);
  }

  @Test
  void aDrainEndsWhenOthersHaveTakenTheSuspects() {
    answer(SUSPECTS_WAIT, false);
    pass(5);
    assertThat(ask(false)).isEqualTo(Ask.LOOK);
    answer(NOTHING, false);
    assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
  }

  @Test
  void suspectsDoNotWaitWhenNothingElseDoes() {
    answer(SUSPECT, false);
    pass(100);
    assertThat(ask(true)).isEqualTo(Ask.ORDINARY);
    answer(SUSPECTS_WAIT, true);
    assertThat(ask(true)).isEqualTo(Ask.ANY);
  }

  /// Whatever happens, at most half of the time is spent on suspects, as long as ordinary jobs
  /// wait.
  @Test
  void suspectsCostAtMostHalfOfTheTime() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    long ordinary = 0;
    long suspect = 0;
    boolean idle = false;
    for (int i = 0; i < 10_000; i++) {
      Ask ask = ask(idle);
      boolean alone = ask == Ask.ANY && random.nextInt(5) > 0;
      answer(new Claimed(List.of(), alone, random.nextInt(5) > 0), false);
      idle = random.nextInt(3) == 0;
      long step = random.nextInt(1, 90);
      boolean lost = turn.phase() == Phase.DRAINING || turn.phase() == Phase.ALONE;
      suspect += lost ? step : 0;
      ordinary += lost ? 0 : step;
      pass(step);
    }
    // What is under way has not been paid back: a drain or a run alone may be as long as it likes.
    long underWay = TimeUnit.NANOSECONDS.toSeconds(now - turn.begun());
    assertThat(suspect)
        .as("seed %s, replay with -Djobmill.seed", seed)
        .isPositive()
        .isLessThanOrEqualTo(ordinary + underWay);
  }

  @Test
  void workThatDoesNotEndHoldsOrdinaryJobsUpForHalfOfTheTime() {
    for (long patience = 30; patience < 10_000; patience *= 2) {
      answer(SUSPECTS_WAIT, false);
      pass(patience - 1);
      assertThat(ask(false)).isEqualTo(Ask.LOOK);
      pass(1);
      assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
      pass(patience - 1);
      assertThat(turn.phase()).isEqualTo(Phase.REPAYING);
      pass(1);
      assertThat(ask(false)).isEqualTo(Ask.ORDINARY);
    }
    answer(SUSPECT, false);
    pass(2);
    ask(true);
    pass(2);
    ask(true);
    answer(SUSPECTS_WAIT, false);
    pass(30);
    assertThat(ask(false)).as("patient no longer than at first").isEqualTo(Ask.ORDINARY);
  }
}
