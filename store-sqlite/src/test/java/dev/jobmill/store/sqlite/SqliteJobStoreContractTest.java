package dev.jobmill.store.sqlite;

import dev.jobmill.store.JobStore;
import dev.jobmill.testing.store.JobStoreContract;
import dev.jobmill.testing.store.StoreOptions;
import dev.jobmill.time.TimeSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The store on SQLite keeps the contract.
class SqliteJobStoreContractTest extends JobStoreContract {
  @TempDir Path folder;

  private int opened;

  @Override
  protected JobStore open(TimeSource time) {
    return open(StoreOptions.standard(time));
  }

  @Override
  protected JobStore open(StoreOptions options) {
    opened++;
    return SqliteJobStore.at(
        file(),
        SqliteSettings.STANDARD
            .time(options.time())
            .retention(options.retention())
            .ranking(options.ranking())
            .queueLimit(options.queueLimit()));
  }

  @Override
  protected JobStore reopen(JobStore store, TimeSource time) {
    store.close();
    return SqliteJobStore.at(file(), SqliteSettings.STANDARD.time(time));
  }

  private Path file() {
    return folder.resolve("jobs-" + opened + ".db");
  }
}
