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

  MemoryWorker(WorkerInfo info, Instant leaseUntil) {
    this.info = info;
    this.leaseUntil = leaseUntil;
  }
}
