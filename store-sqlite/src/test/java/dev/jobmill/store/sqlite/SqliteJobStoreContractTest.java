package dev.jobmill.store.sqlite;

import dev.jobmill.store.JobStore;
import dev.jobmill.testing.store.JobStoreContract;
import dev.jobmill.time.TimeSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The store on SQLite keeps the contract.
class SqliteJobStoreContractTest extends JobStoreContract {
  @TempDir Path folder;

  private int opened;

  @Override
  protected JobStore open(TimeSource time) {
    opened++;
    return reopen(time);
  }

  @Override
  protected JobStore reopen(JobStore store, TimeSource time) {
    store.close();
    return reopen(time);
  }

  private JobStore reopen(TimeSource time) {
    return SqliteJobStore.at(
        folder.resolve("jobs-" + opened + ".db"), SqliteSettings.STANDARD.time(time));
  }
}
