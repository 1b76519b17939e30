package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.Queues;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Queues and types of a split store: each queue is in one half, each type may be in both.
record SplitQueues(Halves halves) implements Queues {
  @Override
  public List<QueueInfo> queues() {
    return halves.both().stream()
        .flatMap(half -> half.queues().queues().stream())
        .sorted(Comparator.comparing(QueueInfo::name))
        .toList();
  }

  @Override
  public List<TypeInfo> types() {
    TreeMap<String, Boolean> paused = new TreeMap<>();
    for (JobStore half : halves.both()) {
      half.queues()
          .types()
          .forEach(type -> paused.merge(type.name(), type.paused(), Boolean::logicalOr));
    }
    return paused.entrySet().stream()
        .map(type -> new TypeInfo(type.getKey(), type.getValue()))
        .toList();
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    halves.of(queue).queues().pauseQueue(queue, paused);
  }

  @Override
  public void pauseType(String type, boolean paused) {
    for (JobStore half : halves.both()) {
      half.queues().pauseType(type, paused);
    }
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    halves.of(queue).queues().limitQueue(queue, limit);
  }
}
