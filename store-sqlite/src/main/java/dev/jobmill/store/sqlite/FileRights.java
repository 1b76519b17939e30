package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may do what with a store's files. Asks the system and opens nothing.
final class FileRights {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(
                  PosixFilePermission.OWNER_READ,
                  PosixFilePermission.OWNER_WRITE,
                  PosixFilePermission.OWNER_EXECUTE)));

  private FileRights() {}

  /// Owner and rights for people, such as `alice, rw-------`, or null where there are none.
  static @Nullable String describe(Path path) {
    PosixFileAttributes attributes = attributes(path);
    return attributes == null
        ? null
        : attributes.owner().getName()
            + ", "
            + PosixFilePermissions.toString(attributes.permissions());
  }

  /// Whether somebody but the owner may do anything with it.
  static boolean isOpenToOthers(Path path) {
    PosixFileAttributes attributes = attributes(path);
    return attributes != null && attributes.permissions().stream().anyMatch(OF_OTHERS::contains);
  }

  /// Whether somebody but the owner may put other files into a folder.
  static boolean isWritableByOthers(Path folder) {
    PosixFileAttributes attributes = attributes(folder);
    return attributes != null
        && (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
            || attributes.permissions().contains(PosixFilePermission.GROUP_WRITE));
  }

  private static @Nullable PosixFileAttributes attributes(Path path) {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    try {
      return view == null ? null : view.readAttributes();
    } catch (IOException unknown) {
      Log.STORE.debug("the rights of {} are not known", path, unknown);
      return null;
    }
  }

  /// The mend is the same for all of a store's files: be its owner.
  static StoreUnavailable denied(Path database, Path at, @Nullable Throwable cause) {
    String whose = describe(at);
    return new StoreUnavailable(
        "store "
            + database
            + " may not be used by this user: "
            + at
            + (whose == null ? " is denied" : " belongs to another (" + whose + ")")
            + ": run as its owner, or name another file",
        cause);
  }

  /// What a failure on a store's files means, or null when it is no matter of rights.
  static @Nullable StoreUnavailable denied(Path database, IOException failed) {
    if (!(failed instanceof AccessDeniedException denied)) {
      return null;
    }
    String at = denied.getFile();
    return denied(database, nearest(at == null ? database : Path.of(at)), failed);
  }

  /// What is there of a path: the file itself, or the folder in which it may not be made.
  private static Path nearest(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
