package dev.jobmill.store.memory;

import dev.jobmill.store.Hint;
import dev.jobmill.store.Wakeups;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who wants to hear of changes. Thread-safe.
final class Listeners implements Wakeups {
  private final List<Consumer<Hint>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public Subscription listen(Consumer<Hint> listener) {
    // Wrapped, so that the same listener may be subscribed twice and each subscription ends alone.
    Consumer<Hint> own = hint -> listener.accept(hint);
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  void tell(Hint hint) {
    for (Consumer<Hint> listener : listeners) {
      listener.accept(hint);
    }
  }
}
