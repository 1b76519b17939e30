package dev.jobmill.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Deals the room of a pool out to its queues, claim by claim. Depends on nothing but its order and
/// on what it dealt before: belongs to the claim loop.
final class QueueTurn {
  /// What is asked of a queue, in this order.
  ///
  /// @param max the most jobs
  record Share(String queue, int max) {}

  private record Place(double at, int index, String queue) {}

  private final QueueOrder order;
  private List<String> seen = List.of();

  /// The queues as their turns come, each as often as its weight, evenly spread.
  private List<String> cycle = List.of();

  private int cursor;

  QueueTurn(QueueOrder order) {
    this.order = order;
  }

  /// Which queues to ask for how much, so that `room` jobs come together where there are any.
  ///
  /// @param all what there is, for a pool that serves all queues
  /// @param room at least 1
  List<Share> deal(List<String> all, int room) {
    return switch (order) {
      case QueueOrder.Strict(List<String> queues) ->
          queues.stream().map(queue -> new Share(queue, room)).toList();
      case QueueOrder.Weighted(SequencedMap<String, Integer> weights) -> inTurn(weights, room);
      case QueueOrder.All() -> {
        LinkedHashMap<String, Integer> equal = new LinkedHashMap<>();
        all.forEach(queue -> equal.put(queue, 1));
        yield inTurn(equal, room);
      }
    };
  }

  private List<Share> inTurn(SequencedMap<String, Integer> weights, int room) {
    List<String> queues = List.copyOf(weights.keySet());
    if (queues.size() < 2) {
      return queues.stream().map(queue -> new Share(queue, room)).toList();
    }
    if (!queues.equals(seen)) {
      seen = queues;
      cycle = cycle(weights);
    }
    Map<String, Integer> shares = shares(weights, room);
    List<Share> asked = new ArrayList<>();
    shares.forEach((queue, share) -> asked.add(new Share(queue, share)));
    // What a queue cannot fill goes to the others, to those first whose turns come next.
    for (String queue : inOrderOfTurns()) {
      if (shares.getOrDefault(queue, 0) < room) {
        asked.add(new Share(queue, room));
      }
    }
    return asked;
  }

  private Map<String, Integer> shares(Map<String, Integer> weights, int room) {
    int rounds = room / cycle.size();
    Map<String, Integer> shares = new LinkedHashMap<>();
    for (int i = room % cycle.size(); i > 0; i--) {
      shares.merge(cycle.get(cursor), 1, Integer::sum);
      cursor = (cursor + 1) % cycle.size();
    }
    if (rounds > 0) {
      weights.forEach((queue, weight) -> shares.merge(queue, rounds * weight, Integer::sum));
    }
    return shares;
  }

  private List<String> inOrderOfTurns() {
    SequencedMap<String, Boolean> inOrder = new LinkedHashMap<>();
    for (int i = 0; i < cycle.size(); i++) {
      inOrder.put(cycle.get((cursor + i) % cycle.size()), true);
    }
    return List.copyOf(inOrder.keySet());
  }

  private List<String> cycle(Map<String, Integer> weights) {
    List<Place> places = new ArrayList<>();
    int index = 0;
    for (Map.Entry<String, Integer> one : weights.entrySet()) {
      for (int i = 0; i < one.getValue(); i++) {
        places.add(new Place((i + 0.5) / one.getValue(), index, one.getKey()));
      }
      index++;
    }
    places.sort(Comparator.comparingDouble(Place::at).thenComparingInt(Place::index));
    cursor = places.isEmpty() ? 0 : cursor % places.size();
    return places.stream().map(Place::queue).toList();
  }
}
