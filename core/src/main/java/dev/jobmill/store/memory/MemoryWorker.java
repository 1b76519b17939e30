package dev.jobmill.store.memory;

import dev.jobmill.store.Registries.WorkerInfo;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// A worker with its lease and its runs. Guarded by the lock of its [Shelves].
final class MemoryWorker {
  final Set<Entry> runs = new LinkedHashSet<>();
  WorkerInfo info;
  Instant leaseUntil;
  long lastClaim;
  boolean foundDead;

  /// Whether it was found dead with several runs, some of which may still be here.
  boolean diedWithSeveral;

  MemoryWorker(WorkerInfo info, Instant leaseUntil) {
    this.info = info;
    this.leaseUntil = leaseUntil;
  }

  /// It has given a sign of life.
  void prolong(Instant until) {
    leaseUntil = until;
    foundDead = false;
    diedWithSeveral = false;
  }

  /// Whether it runs a suspect: then it runs nothing else.
  boolean isAlone() {
    return runs.size() == 1 && runs.iterator().next().lane.key.suspect();
  }
}
