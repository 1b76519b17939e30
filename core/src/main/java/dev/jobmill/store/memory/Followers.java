package dev.jobmill.store.memory;

import java.util.LinkedHashSet;

/// The jobs that come after one and have not ended. Guarded by the lock of its [Shelves].
final class Followers {
  /// The edges of those that still wait for its end, in the order in which they came.
  final LinkedHashSet<Edge> undecided = new LinkedHashSet<>();

  /// The edges of all that have not ended.
  int unended;
}
