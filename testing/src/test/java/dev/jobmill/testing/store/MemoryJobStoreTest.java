package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.TimeSource;

/// The memory store keeps the contract.
class MemoryJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return MemoryJobStore.builder().time(time).build();
  }
}
