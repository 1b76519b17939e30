package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries;
import java.util.List;

/// Registries of a split store: each worker is in both halves.
record SplitRegistries(Halves halves) implements Registries {
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
