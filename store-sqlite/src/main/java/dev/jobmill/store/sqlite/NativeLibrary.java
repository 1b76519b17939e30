package dev.jobmill.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Unpacks SQLite's native code once per user and version instead of once per process. The driver
/// unpacks it at each start and deletes it at the end, which a killed process never comes to, so
/// that kills would fill the temporary folder.
///
/// It is kept in a folder of the temporary folder that belongs to this user and nobody else may
/// write to; where that cannot be had, and where the driver was told by its own settings where to
/// look, the driver does as it always does.
final class NativeLibrary {
  private static final String PLACE = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String TEMPORARY = "org.sqlite.tmpdir";
  private static final int HASH_BYTES = 8;

  private NativeLibrary() {}

  /// A process loads the library once, whatever became of it.
  private static final class Once {
    static final boolean KEPT = loadKept();
  }

  /// Gives whether the library that is kept was offered to the driver
  static boolean load() {
    return Once.KEPT;
  }

  private static boolean loadKept() {
    if (System.getProperty(PLACE) != null
        || System.getProperty(NAME) != null
        || System.getProperty(TEMPORARY) != null) {
      return false;
    }
    try {
      Path folder = folder(Path.of(System.getProperty("java.io.tmpdir")));
      Path library = keep(folder);
      // Only while it is loaded: other copies of the driver in this process have their own.
      System.setProperty(PLACE, folder.toString());
      System.setProperty(NAME, library.getFileName().toString());
      try {
        return SQLiteJDBCLoader.initialize();
      } finally {
        System.clearProperty(PLACE);
        System.clearProperty(NAME);
      }
    } catch (Exception unable) {
      Log.STORE.debug("SQLite's library cannot be kept; the driver unpacks its own", unable);
      return false;
    }
  }

  private static Path folder(Path temporary) throws IOException {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    Path folder = temporary.toAbsolutePath().resolve("jobmill-" + user);
    try {
      Files.createDirectory(folder, StoreFiles.rights(folder, "rwx------"));
    } catch (FileAlreadyExistsException there) {
      Log.STORE.trace("{} is there", folder, there);
    }
    requireOwn(folder);
    return folder;
  }

  /// Anybody may make a folder of any name in the temporary folder, and whoever owns it could give
  /// this process other code to run.
  private static void requireOwn(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is no folder");
    }
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Path own = Files.createTempFile(folder, "own", null);
    try {
      String rights =
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS));
      if (!rights.equals("rwx------") || !Files.getOwner(own).equals(Files.getOwner(folder))) {
        throw new IOException(folder + " belongs to somebody else or is open to others");
      }
    } finally {
      Files.delete(own);
    }
  }

  /// A file is never changed once it has its name: it may be loaded, by this process or by others.
  private static Path keep(Path folder) throws IOException {
    byte[] code = code();
    Path library =
        folder.resolve(
            "sqlite-"
                + SQLiteJDBCLoader.getVersion()
                + "-"
                + hash(code)
                + "-"
                + LibraryLoaderUtil.getNativeLibName());
    if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(library), code)) {
      return library;
    }
    Path part = folder.resolve(UUID.randomUUID() + ".part");
    try {
      StoreFiles.createPrivately(part);
      Files.write(part, code);
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return library;
  }

  private static byte[] code() throws IOException {
    String place =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream code = SQLiteJDBCLoader.class.getResourceAsStream(place)) {
      if (code == null) {
        throw new IOException("the driver has no " + place);
      }
      return code.readAllBytes();
    }
  }

  private static String hash(byte[] code) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(code);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
