package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;

/// The model itself keeps the contract with which it is compared.
class ModelStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return open(StoreOptions.standard(time));
  }

  @Override
  protected JobStore open(StoreOptions options) {
    return new ModelStore(options);
  }
}
