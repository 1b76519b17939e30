package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Which queues a pool serves, and whose jobs come first.
public sealed interface QueueOrder {
  /// The most queues that a pool can name.
  int NAMED_MAX = 1_000;

  /// The greatest weight of a queue.
  int WEIGHT_MAX = 100;

  /// All queues, new ones included, each in its turn.
  QueueOrder ALL = new All();

  /// The named queues, each in its turn.
  ///
  /// @param queues empty for all
  static QueueOrder inTurn(List<String> queues) {
    if (queues.isEmpty()) {
      return ALL;
    }
    check(queues);
    LinkedHashMap<String, Integer> weights = new LinkedHashMap<>();
    queues.forEach(queue -> weights.put(queue, 1));
    return new Weighted(weights);
  }

  /// The queues by name; empty for all.
  List<String> queues();

  /// All queues, each in its turn.
  record All() implements QueueOrder {
    @Override
    public List<String> queues() {
      return List.of();
    }
  }

  /// A job of a queue is taken only while no queue before it has one.
  ///
  /// @param queues at least one, the most urgent first
  record Strict(List<String> queues) implements QueueOrder {
    /// Copies and checks.
    public Strict {
      queues = List.copyOf(queues);
      check(queues);
    }
  }

  /// While all of them have jobs, the queues share the slots by their weights; what one leaves over
  /// goes to the others.
  ///
  /// @param weights at least one; 1 to [#WEIGHT_MAX] each
  record Weighted(SequencedMap<String, Integer> weights) implements QueueOrder {
    /// Copies and checks.
    public Weighted {
      weights = new LinkedHashMap<>(weights);
      check(List.copyOf(weights.keySet()));
      for (Map.Entry<String, Integer> one : weights.entrySet()) {
        if (one.getValue() < 1 || one.getValue() > WEIGHT_MAX) {
          throw new InvalidRequest(
              "weight "
                  + one.getValue()
                  + " of queue "
                  + one.getKey()
                  + " is out of range: use 1 to "
                  + WEIGHT_MAX);
        }
      }
    }

    @Override
    public List<String> queues() {
      return List.copyOf(weights.keySet());
    }
  }

  private static void check(List<String> queues) {
    if (queues.isEmpty() || queues.size() > NAMED_MAX) {
      throw new InvalidRequest(
          "a pool that names " + queues.size() + " queues: name 1 to " + NAMED_MAX);
    }
    List<String> seen = new ArrayList<>();
    for (String queue : queues) {
      Names.check("queue", queue);
      if (seen.contains(queue)) {
        throw new InvalidRequest("queue " + queue + " is named twice in a pool: name it once");
      }
      seen.add(queue);
    }
  }
}
