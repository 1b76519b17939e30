package dev.jobmill.store.memory;

import dev.jobmill.job.Dependency.OnFailure;

/// That one job comes after another one. Guarded by the lock of its [Shelves].
final class Edge {
  final Entry before;
  final Entry after;
  final OnFailure rule;

  /// Whether the end of the one before has been counted.
  boolean decided;

  Edge(Entry before, Entry after, OnFailure rule, boolean decided) {
    this.before = before;
    this.after = after;
    this.rule = rule;
    this.decided = decided;
  }
}
