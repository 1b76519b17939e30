package dev.jobmill.store;

import java.util.function.Consumer;

/// Hints that something changed. They may be lost, doubled, late, or say too much; nothing may
/// depend on one for its correctness, only for its speed.
public interface Wakeups {
  /// Calls `listener` after each commit that changed something of interest, wherever it was made.
  /// The listener is called on a thread of the store's or of whoever made the change; it must
  /// return at once, must not throw and must not call the store.
  ///
  /// @return closes the subscription; after that the listener is not called any more, but for a
  ///   call that is under way
  Subscription listen(Consumer<Hint> listener);

  /// Ends with [#close].
  interface Subscription extends AutoCloseable {
    /// Ends the subscription. Safe to call twice.
    @Override
    void close();
  }
}
