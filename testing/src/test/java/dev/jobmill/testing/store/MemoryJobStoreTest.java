package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;

/// The memory store keeps the contract.
class MemoryJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return open(StoreOptions.standard(time));
  }

  @Override
  protected JobStore open(StoreOptions options) {
    return MemoryStores.open(options);
  }
}
