package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;

/// Without faults, the faulty store changes nothing.
class FaultyJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return open(StoreOptions.standard(time));
  }

  @Override
  protected JobStore open(StoreOptions options) {
    return new FaultyJobStore(MemoryStores.open(options), FaultyJobStore.never());
  }
}
