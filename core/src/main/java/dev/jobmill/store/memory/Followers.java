package dev.jobmill.store.memory;

import org.jspecify.annotations.Nullable;

/// The jobs that come after one and have not ended. Guarded by the lock of its [Shelves].
final class Followers {
  /// The edges of those that wait for its next end; null when there were none.
  @Nullable Audience waiting;

  /// How many edges lead to jobs that have not ended.
  int unended;
}
