package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.schedule.Every;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep.Pass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// [Schedules#fire] by several nodes, over answers that are lost, and of many schedules at once.
abstract class MassFiringContract extends SchedulesPart {
  @Test
  @Timeout(120)
  void severalNodesThatFireAtOnceMakeEachJobOnce() {
    List<Schedules.Put> all =
        IntStream.range(0, 200)
            .mapToObj(i -> said(job("s-" + i, every(MINUTE)), DefinedBy.CODE))
            .toList();
    schedules().put(all);
    bench().time().advance(MINUTE);
    CyclicBarrier start = new CyclicBarrier(4);
    Callable<Void> node =
        () -> {
          start.await();
          while (schedules().fire(7).next().isZero()) {
            Thread.onSpinWait();
          }
          return null;
        };
    Together.run(List.of(node, node, node, node));
    assertThat(StoreInvariants.listAll(bench().store().lookup()))
        .hasSize(200)
        .allSatisfy(job -> assertThat(job.dueAt()).isEqualTo(now()))
        .extracting(Job::tags)
        .doesNotHaveDuplicates();
  }

  @Test
  void answersThatAreLostMakeNoInstantTwiceAndLoseNone() {
    long seed = RandomCommands.seed();
    JobStore store = new FaultyJobStore(bench().store(), FaultyJobStore.byChance(seed, 0.3, 0.3));
    put(job("a", every(Duration.ofSeconds(20))).overlap(Overlap.ALLOW));
    put(job("b", every(Duration.ofSeconds(30))).overlap(Overlap.ALLOW));
    for (int i = 0; i < 60; i++) {
      bench().time().advance(Duration.ofSeconds(10));
      fireUntilAnswered(store);
    }
    assertThat(made("a").stream().map(Job::dueAt))
        .describedAs("seed %s", seed)
        .hasSize(30)
        .doesNotHaveDuplicates();
    assertThat(made("b").stream().map(Job::dueAt))
        .describedAs("seed %s", seed)
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  private static void fireUntilAnswered(JobStore store) {
    while (true) {
      try {
        if (!store.schedules().fire(1).next().isZero()) {
          return;
        }
      } catch (StoreUnavailable failed) {
        // Whether it took effect or not: it is called again.
        assertThat(failed).hasMessageContaining("fire");
      }
    }
  }

  @Test
  @Timeout(120)
  void fiveThousandSchedulesAtOneSecondAreFiredInPasses() {
    Every rule = Every.of(Duration.ofHours(1)).from(now().plus(MINUTE));
    List<Schedules.Put> all =
        IntStream.range(0, 5_000).mapToObj(i -> said(job("s-" + i, rule), DefinedBy.CODE)).toList();
    for (int from = 0; from < all.size(); from += Schedules.ITEMS_MAX) {
      schedules().put(all.subList(from, from + Schedules.ITEMS_MAX));
    }
    bench().time().advance(MINUTE);
    int done = 0;
    Pass pass;
    do {
      pass = schedules().fire(500);
      assertThat(pass.done()).isBetween(1, 500);
      done += pass.done();
    } while (pass.next().isZero());
    assertThat(done).isEqualTo(5_000);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(5_000);
    assertThat(bench().fireAll()).isZero();
  }
}
