package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.worker.PoolSettings.Threads;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which pools a worker gets.
class PoolPlanTest {
  private final PoolPlan plan = new PoolPlan();

  private static PoolSettings pool(String name, int size, String... queues) {
    return new PoolSettings(name, size, QueueOrder.inTurn(List.of(queues)), Threads.BY_TYPE);
  }

  @Test
  void withoutAWordThereIsOnePoolForAllQueues() {
    assertThat(plan.pools())
        .hasSize(1)
        .allSatisfy(pool -> {
          assertThat(pool.name()).isEqualTo("default");
          assertThat(pool.size()).isGreaterThanOrEqualTo(2);
          assertThat(pool.order().queues()).isEmpty();
        });
  }

  @Test
  void slotsAndQueuesDefineTheDefaultPool() {
    plan.slots(7);
    plan.queues(List.of("b", "a"));
    assertThat(plan.pools()).containsExactly(pool("default", 7, "b", "a"));
  }

  @Test
  void poolsOfTheirOwnTakeThePlaceOfTheDefaultOne() {
    plan.add(pool("mail", 3, "mail"));
    assertThat(plan.pools()).containsExactly(pool("mail", 3, "mail"));
    plan.queues(List.of());
    assertThat(plan.pools()).extracting(PoolSettings::name).containsExactly("default", "mail");
    assertThat(PoolPlan.servedBy(plan.pools())).isEmpty();
  }

  @Test
  void queuesAndSizesAreAddedUp() {
    List<PoolSettings> pools = List.of(pool("a", 3, "x", "y"), pool("b", 4, "y", "z"));
    assertThat(PoolPlan.servedBy(pools)).containsExactly("x", "y", "z");
    assertThat(PoolPlan.size(pools)).isEqualTo(7);
  }

  @Test
  void contradictionsAreRefused() {
    plan.add(pool("default", 3));
    assertThat(plan.pools()).containsExactly(pool("default", 3));
    plan.slots(2);
    assertThatThrownBy(plan::pools)
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("pool default is defined twice");
    assertThatThrownBy(() -> plan.add(pool("default", 1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("pool default is there already");
    assertThatThrownBy(() -> pool("mail", 0))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("size 0 of pool mail");
    assertThatThrownBy(() -> pool("mail", 10_001)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> plan.slots(0)).isInstanceOf(InvalidRequest.class);
  }
}
