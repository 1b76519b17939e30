package dev.jobmill.testing.store;

import dev.jobmill.store.memory.MemoryJobStore;

/// Memory stores with the settings of a test.
final class MemoryStores {
  private MemoryStores() {}

  static MemoryJobStore open(StoreOptions options) {
    return builder(options).build();
  }

  static MemoryJobStore.Builder builder(StoreOptions options) {
    return MemoryJobStore.builder()
        .time(options.time())
        .retention(options.retention())
        .ranking(options.ranking())
        .queueLimit(options.queueLimit());
  }
}
