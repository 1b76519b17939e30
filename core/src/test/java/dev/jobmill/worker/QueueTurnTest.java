package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.worker.QueueTurn.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who is asked for how much, and in which order.
class QueueTurnTest {
  private static SequencedMap<String, Integer> weights(Object... pairs) {
    SequencedMap<String, Integer> weights = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      weights.put((String) pairs[i], (Integer) pairs[i + 1]);
    }
    return weights;
  }

  /// What queues with these many jobs give to what is asked of them.
  private static Map<String, Integer> give(
      List<Share> shares, int room, Map<String, Integer> waiting) {
    Map<String, Integer> given = new HashMap<>();
    int left = room;
    for (Share share : shares) {
      int there = waiting.getOrDefault(share.queue(), 0) - given.getOrDefault(share.queue(), 0);
      int now = Math.min(left, Math.min(share.max(), there));
      given.merge(share.queue(), now, Integer::sum);
      left -= now;
    }
    return given;
  }

  @Test
  void strictOrderAsksEachQueueForAllThatIsLeft() {
    QueueTurn turn = new QueueTurn(new QueueOrder.Strict(List.of("urgent", "normal", "bulk")));
    for (int claim = 0; claim < 5; claim++) {
      assertThat(turn.deal(List.of(), 3))
          .containsExactly(new Share("urgent", 3), new Share("normal", 3), new Share("bulk", 3));
    }
    assertThat(give(turn.deal(List.of(), 3), 3, Map.of("urgent", 2, "normal", 9, "bulk", 9)))
        .isEqualTo(Map.of("urgent", 2, "normal", 1, "bulk", 0));
  }

  @Test
  void everyQueueIsTheFirstInTurn() {
    QueueTurn turn = new QueueTurn(QueueOrder.ALL);
    List<String> first = new ArrayList<>();
    for (int claim = 0; claim < 6; claim++) {
      first.add(turn.deal(List.of("a", "b", "c"), 1).getFirst().queue());
    }
    assertThat(first).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void weightsAreSharedEvenlyOverTime() {
    QueueTurn turn = new QueueTurn(new QueueOrder.Weighted(weights("a", 3, "b", 1)));
    List<String> first = new ArrayList<>();
    for (int claim = 0; claim < 8; claim++) {
      first.add(turn.deal(List.of(), 1).getFirst().queue());
    }
    assertThat(first.subList(0, 4)).containsExactlyInAnyOrder("a", "a", "a", "b");
    assertThat(first.subList(4, 8)).isEqualTo(first.subList(0, 4));
  }

  /// However many slots are free at each claim: the shares of busy queues are those of their
  /// weights, to within one cycle.
  @Test
  void overManyClaimsBusyQueuesGetWhatTheirWeightsSay() {
    long seed = Long.getLong("jobmill.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    SequencedMap<String, Integer> weights =
        weights("a", 1 + random.nextInt(9), "b", 1 + random.nextInt(9), "c", 1 + random.nextInt(9));
    QueueTurn turn = new QueueTurn(new QueueOrder.Weighted(weights));
    Map<String, Integer> plenty = Map.of("a", 1_000_000, "b", 1_000_000, "c", 1_000_000);
    Map<String, Integer> total = new HashMap<>();
    int jobs = 0;
    for (int claim = 0; claim < 2_000; claim++) {
      int room = 1 + random.nextInt(40);
      jobs += room;
      give(turn.deal(List.of(), room), room, plenty)
          .forEach((queue, given) -> total.merge(queue, given, Integer::sum));
    }
    int all = weights.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<String, Integer> one : weights.entrySet()) {
      double fair = (double) jobs * one.getValue() / all;
      assertThat(total.getOrDefault(one.getKey(), 0).doubleValue())
          .describedAs("queue %s of %s with -Djobmill.test.seed=%s", one.getKey(), weights, seed)
          .isBetween(fair - all, fair + all);
    }
  }

  @Test
  void whatAQueueCannotFillGoesToTheOthers() {
    QueueTurn turn = new QueueTurn(new QueueOrder.Weighted(weights("a", 9, "b", 1)));
    for (int room = 1; room < 30; room++) {
      assertThat(give(turn.deal(List.of(), room), room, Map.of("b", 1_000)))
          .describedAs("room %s", room)
          .containsEntry("b", room);
    }
  }

  @Test
  void roomForSeveralIsDividedInOneClaim() {
    QueueTurn turn = new QueueTurn(new QueueOrder.Weighted(weights("a", 3, "b", 1)));
    assertThat(give(turn.deal(List.of(), 100), 100, Map.of("a", 1_000, "b", 1_000)))
        .isEqualTo(Map.of("a", 75, "b", 25));
  }

  @Test
  void queuesMayComeAndGo() {
    QueueTurn turn = new QueueTurn(QueueOrder.ALL);
    assertThat(turn.deal(List.of(), 3)).isEmpty();
    assertThat(turn.deal(List.of("a"), 3)).containsExactly(new Share("a", 3));
    List<String> many = IntStream.range(0, 100).mapToObj(i -> "q" + i).toList();
    assertThat(turn.deal(many, 7)).extracting(Share::queue).containsAll(many);
    assertThat(turn.deal(List.of("a", "b"), 2))
        .extracting(Share::queue)
        .contains("a", "b")
        .doesNotContain("q1");
  }

  @Test
  void ordersThatCannotBeServedAreRefused() {
    assertThatThrownBy(() -> new QueueOrder.Strict(List.of()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("name 1 to 1000");
    assertThatThrownBy(() -> new QueueOrder.Strict(List.of("a", "b", "a")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("queue a is named twice");
    assertThatThrownBy(() -> QueueOrder.inTurn(List.of("a", "a")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("queue a is named twice");
    assertThatThrownBy(() -> new QueueOrder.Weighted(weights("a", 101)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("weight 101 of queue a");
    assertThatThrownBy(() -> new QueueOrder.Weighted(weights("a b", 1)))
        .isInstanceOf(InvalidRequest.class);
  }
}
