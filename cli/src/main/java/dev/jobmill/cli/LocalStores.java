package dev.jobmill.cli;

import dev.jobmill.cli.settings.Settings;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.store.sqlite.SqliteSettings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// The stores that this program can open.
final class LocalStores implements Stores {
  @Override
  public JobStore open(Settings settings) {
    return switch (settings.store()) {
      case StoreUrl.Memory memory ->
          MemoryJobStore.builder().historyRetention(settings.historyRetention()).build();
      case StoreUrl.Sqlite(Path path) -> sqlite(path, settings);
      case StoreUrl.Standard(Path folder) -> {
        makeFolder(folder);
        yield sqlite(folder.resolve("jobs.db"), settings);
      }
    };
  }

  /// The file is made, but not its folder: a folder that is not there is rather a mistyped one.
  private static JobStore sqlite(Path path, Settings settings) {
    Path folder = path.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new StoreUnavailable(
          "the folder '" + folder + "' of the store does not exist: make it, or name another");
    }
    return SqliteJobStore.at(
        path, SqliteSettings.STANDARD.historyRetention(settings.historyRetention()));
  }

  /// Jobs may carry what is nobody else's business, so the folder is its owner's alone.
  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder, ownersAlone());
    } catch (IOException impossible) {
      throw new StoreUnavailable(
          "the folder '"
              + folder
              + "' of the standard store cannot be made: make it, or name a store with --store",
          impossible);
    }
  }

  private static FileAttribute<?>[] ownersAlone() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
