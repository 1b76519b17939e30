package dev.jobmill.testing.store;

import dev.jobmill.store.Queues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Knows the queues and types that others know. Extend it to change an operation.
public class ForwardingQueues implements Queues {
  private final Queues to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingQueues(Queues to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingQueues(Queues to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public List<QueueInfo> queues() {
    return passage.pass("queues", to::queues);
  }

  @Override
  public List<TypeInfo> types() {
    return passage.pass("types", to::types);
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    passage.pass(
        "pauseQueue",
        () -> {
          to.pauseQueue(queue, paused);
          return true;
        });
  }

  @Override
  public void pauseType(String type, boolean paused) {
    passage.pass(
        "pauseType",
        () -> {
          to.pauseType(type, paused);
          return true;
        });
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    passage.pass(
        "limitQueue",
        () -> {
          to.limitQueue(queue, limit);
          return true;
        });
  }
}
