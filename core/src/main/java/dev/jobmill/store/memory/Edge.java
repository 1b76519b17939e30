package dev.jobmill.store.memory;

import dev.jobmill.job.Dependency.OnFailure;
import org.jspecify.annotations.Nullable;

/// That one job comes after another one. Guarded by the lock of its [Shelves].
final class Edge {
  final Entry before;
  final Entry after;
  final OnFailure rule;

  /// Those that are told with this one; null before it waits.
  @Nullable Audience audience;

  /// Whether the end of the one before has been counted.
  boolean decided;

  Edge(Entry before, Entry after, OnFailure rule, boolean decided) {
    this.before = before;
    this.after = after;
    this.rule = rule;
    this.decided = decided;
  }
}
