package dev.jobmill.store.memory;

import dev.jobmill.store.Queues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which queues, types and lanes there are, and what people have decided about them. Guarded by the
/// lock of its [Shelves].
final class QueueBook {
  private final @Nullable Long limit;
  private final LinkedHashMap<Lane.Key, Lane> lanes = new LinkedHashMap<>();
  private final LinkedHashMap<String, Queue> queues = new LinkedHashMap<>();
  private final LinkedHashMap<String, Type> types = new LinkedHashMap<>();
  private final Map<Lane.Key, List<Lane>> versions = new HashMap<>();

  /// @param limit of queues of which nothing else was said; null for none
  QueueBook(@Nullable Long limit) {
    this.limit = limit;
  }

  Lane lane(String queue, String type, int version) {
    return lanes.computeIfAbsent(new Lane.Key(queue, type, version, false), this::open);
  }

  /// The lane beside `lane` of those that are, or are not, suspects.
  Lane lane(Lane lane, boolean suspect) {
    return lane.key.suspect() == suspect
        ? lane
        : lanes.computeIfAbsent(lane.key.of(suspect), this::open);
  }

  private Lane open(Lane.Key key) {
    Lane lane = new Lane(key, queue(key.queue()), type(key.type()));
    versions.computeIfAbsent(key.ofAnyVersion(), any -> new ArrayList<>(1)).add(lane);
    return lane;
  }

  Collection<Lane> lanes() {
    return lanes.values();
  }

  /// The lanes of all versions of a type in a queue, those of suspects included.
  List<Lane> lanes(String queue, String type) {
    return versions.getOrDefault(new Lane.Key(queue, type, 0, false), List.of());
  }

  /// The queue, from now on there.
  Queue queue(String name) {
    return queues.computeIfAbsent(name, queue -> new Queue(queue, limit));
  }

  /// The type, from now on there.
  Type type(String name) {
    return types.computeIfAbsent(name, Type::new);
  }

  Collection<Queue> queues() {
    return queues.values();
  }

  Collection<Type> types() {
    return types.values();
  }

  /// How many jobs wait in a queue that need not be there.
  long waiting(String queue) {
    Queue there = queues.get(queue);
    return there == null ? 0 : there.waiting;
  }

  boolean isPaused(String queue) {
    Queue there = queues.get(queue);
    return there != null && there.paused;
  }

  /// How much there is, to come back to.
  Size size() {
    return new Size(lanes.size(), queues.size(), types.size());
  }

  /// Forgets what has come since.
  void shrinkTo(Size size) {
    while (lanes.size() > size.lanes) {
      Lane lane = lanes.pollLastEntry().getValue();
      List<Lane> siblings = lanes(lane.key.queue(), lane.key.type());
      siblings.remove(lane);
      if (siblings.isEmpty()) {
        versions.remove(lane.key.ofAnyVersion());
      }
    }
    while (queues.size() > size.queues) {
      queues.pollLastEntry();
    }
    while (types.size() > size.types) {
      types.pollLastEntry();
    }
  }

  void clear() {
    lanes.clear();
    versions.clear();
    queues.clear();
    types.clear();
  }

  record Size(int lanes, int queues, int types) {}

  static final class Queue {
    final String name;
    boolean paused;
    @Nullable Long limit;

    /// How many of its jobs are `PENDING` or `QUEUED`.
    long waiting;

    Queue(String name, @Nullable Long limit) {
      this.name = name;
      this.limit = limit;
    }

    boolean isOverfull() {
      return limit != null && waiting > limit;
    }

    Queues.QueueInfo info() {
      return new Queues.QueueInfo(name, paused, limit, waiting);
    }
  }

  static final class Type {
    final String name;
    boolean paused;

    Type(String name) {
      this.name = name;
    }

    Queues.TypeInfo info() {
      return new Queues.TypeInfo(name, paused);
    }
  }
}
