package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.TimeSource;

/// Two memory stores that share the queues between them keep the contract together: nothing in it
/// needs two queues in one place.
class SplitJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore open(TimeSource time) {
    return SplitJobStore.byHash(
        MemoryJobStore.builder().time(time).build(), MemoryJobStore.builder().time(time).build());
  }
}
