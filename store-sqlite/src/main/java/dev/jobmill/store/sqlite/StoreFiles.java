package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// The files of a store, all beside the database: its own (with `-wal` and `-shm`, which SQLite
/// makes with the same rights), the turnstile, and a folder with a file for each process that is
/// there. Everything is made for its owner alone.
///
/// The database is never opened through `java.nio` once it exists: closing such a channel would let
/// go of SQLite's locks without SQLite knowing.
final class StoreFiles {
  /// From here on, SQLite's log of changes takes more room than it should.
  static final long LONG_LOG_BYTES = 64 * 1024 * 1024;

  private static final String GUARD = "jobmill.sqlite.open:";

  private final Path database;

  private StoreFiles(Path database) {
    this.database = database;
  }

  Path database() {
    return database;
  }

  /// SQLite's log of changes, which is there while the store is open or after it was killed.
  Path log() {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  /// SQLite's index of that log.
  Path index() {
    return database.resolveSibling(database.getFileName() + "-shm");
  }

  /// How large a file is, asked by its name alone; 0 when it is not there.
  static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException missing) {
      Log.STORE.trace("{} is not there", file, missing);
      return 0;
    }
  }

  Path turn() {
    return database.resolveSibling(database.getFileName() + ".turn");
  }

  Path live() {
    return database.resolveSibling(database.getFileName() + ".live");
  }

  /// Makes what is missing, and takes the file for this process.
  ///
  /// @throws StoreUnavailable when that cannot be, with the mend
  static StoreFiles take(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    StoreFiles files = new StoreFiles(real(absolute));
    files.guard();
    try {
      if (Files.isDirectory(files.database)) {
        throw new StoreUnavailable(
            "store " + files.database + " is a folder: name a file in it, such as jobs.db");
      }
      String kind = FileSystemKind.of(folder(files.database));
      if (kind != null && FileSystemKind.isShared(kind)) {
        throw new StoreUnavailable(
            "store " + files.database + " " + FileSystemKind.complaint(kind));
      }
      if (!Files.exists(files.database)) {
        createPrivately(files.database);
        syncFolder(folder(files.database));
      } else if (!Files.isReadable(files.database) || !Files.isWritable(files.database)) {
        throw FileRights.denied(files.database, files.database, null);
      }
      createFolderPrivately(files.live());
      createPrivately(files.turn());
      return files;
    } catch (IOException failed) {
      files.release();
      throw cannotBeMade(files.database, failed);
    } catch (RuntimeException | Error failed) {
      files.release();
      throw failed;
    }
  }

  /// The files of a store that need not be there; makes nothing and takes nothing.
  static StoreFiles of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return new StoreFiles(absolute.toRealPath());
    } catch (IOException missing) {
      Log.STORE.debug("{} is not there", absolute, missing);
      return new StoreFiles(absolute);
    }
  }

  /// The folder in which a file is.
  static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }

  private static Path real(Path absolute) {
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      throw new StoreUnavailable("store " + absolute + " is a folder: name a file in it");
    }
    try {
      createFolderPrivately(folder);
      return Files.exists(absolute) ? absolute.toRealPath() : folder.toRealPath().resolve(name);
    } catch (IOException failed) {
      throw cannotBeMade(absolute, failed);
    }
  }

  private static StoreUnavailable cannotBeMade(Path database, IOException failed) {
    StoreUnavailable denied = FileRights.denied(database, failed);
    if (denied != null) {
      return denied;
    }
    return new StoreUnavailable(
        "store "
            + database
            + " cannot be made ("
            + failed.getClass().getSimpleName()
            + ": "
            + failed.getMessage()
            + "): name a file in a folder that you may write to",
        failed);
  }

  /// Two stores on one file in one process would not see each other's locks, and two class loaders
  /// bring two copies of SQLite, of which one loses what it has committed. System properties are
  /// the one thing that all class loaders share.
  private void guard() {
    Object there = System.getProperties().putIfAbsent(GUARD + database, "open");
    if (there != null) {
      throw new StoreUnavailable(
          "store "
              + database
              + " is open in this process already: share the one SqliteJobStore, or close it first");
    }
  }

  void release() {
    System.getProperties().remove(GUARD + database);
  }

  /// Makes an empty file for its owner alone unless it is there.
  static void createPrivately(Path file) throws IOException {
    try {
      Files.createFile(file, rights(file, "rw-------"));
    } catch (FileAlreadyExistsException there) {
      Log.STORE.trace("{} is there", file, there);
    }
  }

  private static void createFolderPrivately(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, rights(folder, "rwx------"));
    }
  }

  /// Makes what stands in a folder, names and all, durable.
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unable) {
      // Some systems cannot open a folder; they keep names safe by themselves.
      Log.STORE.debug("the folder {} cannot be synced", folder, unable);
    }
  }

  static FileAttribute<?>[] rights(Path path, String rights) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
