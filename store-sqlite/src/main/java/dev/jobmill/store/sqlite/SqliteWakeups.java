package dev.jobmill.store.sqlite;

import dev.jobmill.store.Hint;
import dev.jobmill.store.Wakeups;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells the listeners of this process, and touches the file that other processes watch.
final class SqliteWakeups implements Wakeups {
  private static final class Listener {
    private final Consumer<Hint> consumer;

    Listener(Consumer<Hint> consumer) {
      this.consumer = consumer;
    }
  }

  private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Liveness liveness;
  private final OwnMoves ownMoves = new OwnMoves();

  SqliteWakeups(Liveness liveness) {
    this.liveness = liveness;
  }

  @Override
  public Subscription listen(Consumer<Hint> consumer) {
    Listener listener = new Listener(consumer);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /// What tells changes of this process from those of others.
  OwnMoves ownMoves() {
    return ownMoves;
  }

  /// After a commit, when its callers have gone on.
  void committed(Changes changes) {
    if (!changes.any()) {
      return;
    }
    liveness.wakeOthers();
    tell(changes.hint());
  }

  /// Another process has changed something.
  void anything() {
    tell(new Hint.Anything());
  }

  private void tell(@Nullable Hint hint) {
    if (hint == null) {
      return;
    }
    for (Listener listener : listeners) {
      try {
        listener.consumer.accept(hint);
      } catch (RuntimeException | Error bad) {
        Log.STORE.error("a listener of the store failed; it will be called again", bad);
      }
    }
  }
}
