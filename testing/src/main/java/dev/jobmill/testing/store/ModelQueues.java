package dev.jobmill.testing.store;

import dev.jobmill.store.Queues;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The model's queues and types.
final class ModelQueues implements Queues {
  private final ModelState state;

  ModelQueues(ModelState state) {
    this.state = state;
  }

  @Override
  public List<QueueInfo> queues() {
    return state.locked(() -> state.queues.keySet().stream().map(state::queue).toList());
  }

  @Override
  public List<TypeInfo> types() {
    return state.locked(() ->
        state.types.entrySet().stream()
            .map(type -> new TypeInfo(type.getKey(), type.getValue()))
            .toList());
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    change(queue, said -> new QueueInfo(queue, paused, said.limit(), 0));
  }

  @Override
  public void pauseType(String type, boolean paused) {
    state.locked(() -> state.types.put(type, paused) == null);
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    change(queue, said -> new QueueInfo(queue, said.paused(), limit, 0));
  }

  private void change(String queue, UnaryOperator<QueueInfo> change) {
    state.locked(() -> state.queues.put(queue, change.apply(state.queue(queue))) == null);
  }
}
