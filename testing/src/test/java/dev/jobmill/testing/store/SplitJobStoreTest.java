package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;

/// Two memory stores that share the queues between them keep the contract together: nothing in it
/// needs two queues in one place.
class SplitJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return open(StoreOptions.standard(time));
  }

  @Override
  protected JobStore open(StoreOptions options) {
    return SplitJobStore.byHash(MemoryStores.open(options), MemoryStores.open(options));
  }

  @Override
  protected boolean placesTogether(String queue, String other) {
    return SplitJobStore.sameHalfByHash(queue, other);
  }
}
