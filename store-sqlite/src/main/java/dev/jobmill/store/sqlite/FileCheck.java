package dev.jobmill.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks at a store's files from outside, by their names alone: the database is never opened here,
/// since closing it would let go of SQLite's locks.
final class FileCheck {
  private static final long MIB = 1024 * 1024;
  private static final long LOW_BYTES = 64 * MIB;
  private static final long FULL_BYTES = MIB;

  private FileCheck() {}

  /// Gives whether there is a file that may be read.
  static boolean of(StoreFiles files, Findings findings) {
    Path database = files.database();
    Path folder = StoreFiles.folder(database);
    if (Files.isDirectory(database)) {
      findings.bad(database + " is a folder", "name a file in it, such as jobs.db");
      return false;
    }
    if (!Files.exists(database)) {
      if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
        findings.bad("folder " + folder + " may not be entered", "run this as its owner");
      } else {
        findings.bad(
            "store " + database + " is not there",
            "name another file; a store is made when it is first used");
      }
      return false;
    }
    if (!Files.isReadable(database)) {
      findings.bad(
          "store " + database + " may not be read (" + FileRights.describe(database) + ")",
          "run this as its owner");
      return false;
    }
    size(database, findings);
    rights(files, folder, findings);
    disk(folder, findings);
    log(files.log(), findings);
    return true;
  }

  private static void size(Path database, Findings findings) {
    try {
      findings.ok("store " + database + " is there (" + Files.size(database) / 1024 + " KiB)");
    } catch (IOException gone) {
      findings.bad("the size of " + database + " is not known: " + gone.getMessage(), "try again");
    }
  }

  private static void rights(StoreFiles files, Path folder, Findings findings) {
    boolean well = true;
    for (Path path :
        List.of(files.database(), files.log(), files.index(), files.turn(), files.live())) {
      if (Files.exists(path) && FileRights.isOpenToOthers(path)) {
        well = false;
        findings.warn(
            path + " is open to other users (" + FileRights.describe(path) + ")",
            "chmod go= " + path);
      }
    }
    if (FileRights.isWritableByOthers(folder)) {
      well = false;
      findings.warn(
          "other users may put other files in the place of the store's, in "
              + folder
              + " ("
              + FileRights.describe(folder)
              + ")",
          "chmod go-w " + folder);
    }
    if (!Files.isWritable(files.database()) || !Files.isWritable(folder)) {
      well = false;
      findings.warn(
          "the store may be read but not written (" + FileRights.describe(files.database()) + ")",
          "run this as its owner, or make the file system writable");
    }
    if (well) {
      findings.ok("its files are for their owner alone");
    }
  }

  private static void disk(Path folder, Findings findings) {
    String type = FileSystemKind.of(folder);
    if (type == null) {
      findings.warn("the type of the file system is not known", "use a file on a local disk");
    } else if (FileSystemKind.isShared(type)) {
      findings.bad(
          "the store is on a shared file system (" + type + "), whose locks do not hold",
          "end all processes that use it and move it to a local disk");
    } else {
      findings.ok("it is on a local file system (" + type + ")");
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String what = free / MIB + " MiB are free on its disk";
      if (free < FULL_BYTES) {
        findings.bad(what, "make room: nothing can be written");
      } else if (free < LOW_BYTES) {
        findings.warn(what, "make room");
      } else {
        findings.ok(what);
      }
    } catch (IOException unknown) {
      findings.warn("the free space is not known: " + unknown.getMessage(), "look with df");
    }
  }

  private static void log(Path log, Findings findings) {
    long bytes = StoreFiles.sizeOf(log);
    String what = "its log of changes (" + log.getFileName() + ") holds " + bytes / 1024 + " KiB";
    if (bytes > StoreFiles.LONG_LOG_BYTES) {
      findings.warn(
          what,
          "end whatever has been reading the file for long (a backup, another program); it shrinks"
              + " when a process that uses the store has nothing to do");
    } else {
      findings.ok(what);
    }
  }
}
