package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries;
import java.util.List;

/// Registries of a split store: each queue is in one half, each worker in both.
record SplitRegistries(Halves halves) implements Registries {
  @Override
  public List<String> queues() {
    return halves.both().stream()
        .flatMap(half -> half.registries().queues().stream())
        .sorted()
        .toList();
  }

  @Override
  public void announce(WorkerInfo worker) {
    for (JobStore half : halves.both()) {
      half.registries().announce(worker);
    }
  }

  @Override
  public void withdraw(String worker) {
    for (JobStore half : halves.both()) {
      half.registries().withdraw(worker);
    }
  }

  @Override
  public List<WorkerInfo> workers() {
    return halves.first().registries().workers();
  }
}
