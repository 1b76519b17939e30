package dev.jobmill.store.memory;

import dev.jobmill.store.Queues;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about queues and types, and what people decide about them.
final class MemoryQueues implements Queues {
  private final Shelves shelves;

  MemoryQueues(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<QueueInfo> queues() {
    return shelves.read(() ->
        shelves.book.queues().stream()
            .map(QueueBook.Queue::info)
            .sorted(Comparator.comparing(QueueInfo::name))
            .toList());
  }

  @Override
  public List<TypeInfo> types() {
    return shelves.read(() ->
        shelves.book.types().stream()
            .map(QueueBook.Type::info)
            .sorted(Comparator.comparing(TypeInfo::name))
            .toList());
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    shelves.write(() -> {
      QueueBook.Queue there = shelves.book.queue(queue);
      if (there.paused && !paused) {
        shelves.news.queued(queue);
      }
      there.paused = paused;
      return there;
    });
  }

  @Override
  public void pauseType(String type, boolean paused) {
    shelves.write(() -> {
      QueueBook.Type there = shelves.book.type(type);
      if (there.paused && !paused) {
        for (Lane lane : shelves.book.lanes()) {
          if (lane.type == there) {
            shelves.news.queued(lane.queue.name);
          }
        }
      }
      there.paused = paused;
      return there;
    });
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    shelves.write(() -> {
      QueueBook.Queue there = shelves.book.queue(queue);
      there.limit = limit;
      return there;
    });
  }
}
