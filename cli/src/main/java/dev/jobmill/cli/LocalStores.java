package dev.jobmill.cli;

import dev.jobmill.cli.settings.Settings;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.store.sqlite.SqliteSettings;
import java.nio.file.Path;

/// The stores that this program can open. A file that is not there is made, with its folder.
final class LocalStores implements Stores {
  @Override
  public JobStore open(Settings settings) {
    return switch (settings.store()) {
      case StoreUrl.Memory memory ->
          MemoryJobStore.builder()
              .retention(settings.retention())
              .ranking(settings.ranking())
              .queueLimit(settings.queueLimit())
              .build();
      case StoreUrl.Sqlite(Path path) -> sqlite(path, settings);
      case StoreUrl.Standard standard -> sqlite(standard.file(), settings);
    };
  }

  private static JobStore sqlite(Path path, Settings settings) {
    return SqliteJobStore.at(
        path,
        SqliteSettings.STANDARD
            .retention(settings.retention())
            .ranking(settings.ranking())
            .queueLimit(settings.queueLimit()));
  }
}
