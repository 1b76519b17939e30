package dev.jobmill.store.memory;

import dev.jobmill.store.Queues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about queues and types.
final class MemoryQueues implements Queues {
  private final Shelves shelves;

  MemoryQueues(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<QueueInfo> queues() {
    return shelves.read(() ->
        shelves.lanes.keySet().stream()
            .map(Lane.Key::queue)
            .distinct()
            .sorted()
            .map(name -> new QueueInfo(name, false, LIMIT_STANDARD, 0))
            .toList());
  }

  @Override
  public List<TypeInfo> types() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void pauseType(String type, boolean paused) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    throw new UnsupportedOperationException();
  }
}
