package dev.jobmill.store.memory;

import dev.jobmill.store.Registries;
import java.time.Duration;
import java.util.List;

/// Which workers there are.
final class MemoryRegistries implements Registries {
  /// The lease of a worker that has announced itself and not yet renewed.
  private static final Duration FIRST_LEASE = Duration.ofSeconds(30);

  private final Shelves shelves;

  MemoryRegistries(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public void announce(WorkerInfo worker) {
    shelves.write(() -> {
      MemoryWorker there = shelves.workers.get(worker.id());
      if (there == null) {
        shelves.workers.put(
            worker.id(),
            new MemoryWorker(worker.withStatus(null), shelves.now().plus(FIRST_LEASE)));
      } else {
        there.info = worker.withStatus(there.info.status());
      }
      return worker;
    });
  }

  @Override
  public void withdraw(String worker) {
    shelves.write(() -> {
      MemoryWorker gone = shelves.workers.remove(worker);
      if (gone != null) {
        shelves.runs.die(gone, Integer.MAX_VALUE, shelves.now());
      }
      return worker;
    });
  }

  @Override
  public List<WorkerInfo> workers() {
    return shelves.read(() ->
        shelves.workers.values().stream()
            .filter(worker -> !worker.foundDead)
            .map(worker -> worker.info)
            .toList());
  }
}
