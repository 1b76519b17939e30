package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.TimeSource;

/// Without faults, the faulty store changes nothing.
class FaultyJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return new FaultyJobStore(MemoryJobStore.builder().time(time).build(), FaultyJobStore.never());
  }
}
