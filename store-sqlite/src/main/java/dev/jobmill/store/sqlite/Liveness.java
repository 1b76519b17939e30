package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Proves to other processes that this one lives, and asks the same of them: each process holds a
/// lock on a file of its own, which the kernel lets go of when the process ends, however it ends.
/// The file is locked under another name first, so that nobody ever sees it unlocked while its
/// owner lives; its name is never used twice.
///
/// One's own file is never opened a second time: closing it would let go of the lock.
final class Liveness implements AutoCloseable {
  static final String LOCK = ".lock";

  /// The own files of this process, whatever class loader made them: none of them may be opened
  /// again.
  private static final String OWN = "jobmill.sqlite.live:";

  private static final String WAKE = ".wake";
  private static final String NEW = ".new";
  private static final Duration UNFINISHED_MAX = Duration.ofHours(1);

  private final Path folder;
  private final String id;
  private final FileChannel lock;
  private final FileChannel wake;
  private final ByteBuffer oneByte = ByteBuffer.allocateDirect(1);
  private volatile boolean othersThere;

  private Liveness(Path folder, String id, FileChannel lock, FileChannel wake) {
    this.folder = folder;
    this.id = id;
    this.lock = lock;
    this.wake = wake;
  }

  static Liveness start(Path folder) throws IOException {
    forgetUnfinished(folder);
    String id = UUID.randomUUID().toString();
    FileChannel lock = create(folder.resolve(id + NEW));
    try {
      if (lock.tryLock() == null) {
        throw new IOException("a new file in " + folder + " is locked already");
      }
      FileChannel wake = create(folder.resolve(id + WAKE));
      System.setProperty(OWN + id, "open");
      Files.move(
          folder.resolve(id + NEW), folder.resolve(id + LOCK), StandardCopyOption.ATOMIC_MOVE);
      Liveness liveness = new Liveness(folder, id, lock, wake);
      liveness.lookAround();
      return liveness;
    } catch (IOException failed) {
      System.clearProperty(OWN + id);
      lock.close();
      throw failed;
    }
  }

  /// What an open that was killed has left. A young one may be that of an open under way.
  private static void forgetUnfinished(Path folder) {
    Instant old = SystemTime.SYSTEM.now().minus(UNFINISHED_MAX);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + NEW)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException left) {
      Log.STORE.debug("the folder {} could not be tidied", folder, left);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    StoreFiles.createPrivately(file);
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /// The name by which the rows of this process's workers refer to it.
  String id() {
    return id;
  }

  Path folder() {
    return folder;
  }

  /// Whether a name in the folder tells of something that another process has done.
  boolean isForeign(String name) {
    return !name.startsWith(id) && (name.endsWith(WAKE) || name.endsWith(LOCK));
  }

  boolean othersThere() {
    return othersThere;
  }

  void lookAround() {
    others();
  }

  /// Whether a process has a file, this one included; one that has none never comes back.
  boolean isThere(String owner) {
    return owner.equals(id) || !Files.notExists(folder.resolve(owner + LOCK));
  }

  /// The ids of all other processes that have a file, dead or alive.
  List<String> others() {
    // Names alone, without a pattern or attributes: this is looked at several times a second.
    String[] names = folder.toFile().list();
    if (names == null) {
      Log.STORE.warn("the folder {} cannot be read", folder);
      return List.of();
    }
    List<String> others = new ArrayList<>(0);
    for (String name : names) {
      if (name.endsWith(LOCK) && !name.startsWith(id)) {
        others.add(name.substring(0, name.length() - LOCK.length()));
      }
    }
    othersThere = !others.isEmpty();
    return others;
  }

  /// The proof that a process is dead: its lock. While it is held, nobody else proves the same.
  final class Dead implements AutoCloseable {
    private final String owner;
    private final FileChannel held;

    private Dead(String owner, FileChannel held) {
      this.owner = owner;
      this.held = held;
    }

    String owner() {
      return owner;
    }

    /// When nothing is left to be taken from it.
    void forget() {
      delete(owner);
    }

    @Override
    public void close() {
      closeQuietly(held);
    }
  }

  /// Gives null when the process lives, or when nothing can be proved
  @Nullable Dead proveDead(String other) {
    if (other.equals(id) || System.getProperty(OWN + other) != null) {
      return null;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(folder.resolve(other + LOCK), StandardOpenOption.WRITE);
    } catch (IOException gone) {
      return null;
    }
    try {
      FileLock free = channel.tryLock();
      if (free != null) {
        return new Dead(other, channel);
      }
    } catch (IOException | OverlappingFileLockException unknown) {
      Log.STORE.debug("the lock of process {} cannot be tried", other, unknown);
    }
    closeQuietly(channel);
    return null;
  }

  /// What can be said of a process from outside.
  enum Condition {
    ALIVE,
    DEAD,
    /// Its file is not there any more.
    GONE,
    /// Its lock may not be tried.
    UNKNOWN
  }

  /// Looks at a process without taking anything from it.
  static Condition examine(Path folder, String id) {
    if (System.getProperty(OWN + id) != null) {
      return Condition.ALIVE;
    }
    try (FileChannel channel =
            FileChannel.open(folder.resolve(id + LOCK), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free == null ? Condition.ALIVE : Condition.DEAD;
    } catch (NoSuchFileException gone) {
      Log.STORE.trace("the process {} has ended", id, gone);
      return Condition.GONE;
    } catch (IOException | OverlappingFileLockException unknown) {
      Log.STORE.debug("the lock of process {} cannot be tried", id, unknown);
      return Condition.UNKNOWN;
    }
  }

  private void delete(String owner) {
    try {
      Files.deleteIfExists(folder.resolve(owner + WAKE));
      Files.deleteIfExists(folder.resolve(owner + LOCK));
    } catch (IOException failed) {
      Log.STORE.warn("the file of process {} in {} cannot be deleted", owner, folder, failed);
    }
  }

  /// Makes other processes look. Called by the writer's thread only.
  void wakeOthers() {
    if (!othersThere) {
      return;
    }
    try {
      wake.write(oneByte.clear(), 0);
    } catch (IOException lost) {
      // A hint may be lost: others look by themselves soon.
      Log.STORE.debug("other processes cannot be woken", lost);
    }
  }

  /// Makes this process look; any thread.
  void wakeSelf() {
    try {
      wake.write(ByteBuffer.allocate(1), 0);
    } catch (IOException lost) {
      Log.STORE.debug("the watch cannot be woken", lost);
    }
  }

  @Override
  public void close() {
    delete(id);
    closeQuietly(wake);
    closeQuietly(lock);
    System.clearProperty(OWN + id);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException failed) {
      Log.STORE.debug("closing a lock file failed", failed);
    }
  }
}
