package dev.jobmill.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which file systems can hold a store. SQLite's log of changes needs locks and shared memory that
/// one kernel keeps; over a network or between a host and its guest they seem to work and lose
/// jobs.
final class FileSystemKind {
  private static final Set<String> SHARED =
      Set.of(
          "9p",
          "afs",
          "afpfs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "davfs2",
          "drvfs",
          "fhgfs",
          "fuse",
          "gfs",
          "gfs2",
          "glusterfs",
          "gpfs",
          "lustre",
          "macfuse",
          "ncp",
          "ncpfs",
          "ocfs2",
          "orangefs",
          "osxfuse",
          "panfs",
          "prl_fs",
          "pvfs2",
          "vboxsf",
          "virtiofs",
          "vmhgfs",
          "webdav");
  private static final List<String> SHARED_FAMILIES =
      List.of("nfs", "smb", "fuse.", "macfuse", "osxfuse", "v9fs");

  private FileSystemKind() {}

  /// Whether a file system of this type, as the system names it, is reached over a network or from
  /// another kernel. `fuseblk` is a local disk.
  static boolean isShared(String type) {
    String name = type.strip().toLowerCase(Locale.ROOT);
    return SHARED.contains(name) || SHARED_FAMILIES.stream().anyMatch(name::startsWith);
  }

  /// The type of the file system that a folder is on, or null when the system does not tell.
  static @Nullable String of(Path folder) {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException | SecurityException untold) {
      Log.STORE.debug("the file system of {} is not known", folder, untold);
      return null;
    }
  }

  /// What is wrong with such a file system, and the mend.
  static String complaint(String type) {
    return "is on a shared file system ("
        + type
        + "), where the locks of several processes do not hold and jobs would be lost: use a file on"
        + " a local disk";
  }
}
