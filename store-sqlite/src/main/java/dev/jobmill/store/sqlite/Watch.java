package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches what other processes do: the files that they touch after a commit, and, in case such a
/// hint was lost, the counter that SQLite keeps of foreign changes. Also notices when the turn to
/// write does not come, and when the log of changes has grown long.
final class Watch implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  /// How often it looks while a transaction that somebody else ends may be committed any moment.
  private static final long EXPECTING_MILLIS = 10;

  private static final long EXPECTED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /// How long it then goes on to look as often as for other processes: some transactions are long.
  private static final long MAY_COME_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String store;
  private final Path log;
  private final Liveness liveness;
  private final SqliteWakeups wakeups;
  private final ForeignChanges changes;
  private final Turnstile turnstile;
  private final Writer writer;
  private final @Nullable WatchService files;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile long expectedUntil;
  private volatile long changeMayComeUntil;
  private volatile boolean expecting;
  private long lastLook;
  private boolean told;

  Watch(
      StoreFiles store,
      Liveness liveness,
      SqliteWakeups wakeups,
      Turnstile turnstile,
      Writer writer) {
    this.store = store.database().toString();
    this.log = store.log();
    this.liveness = liveness;
    this.wakeups = wakeups;
    this.changes = new ForeignChanges(store.database(), wakeups.ownMoves());
    this.turnstile = turnstile;
    this.writer = writer;
    this.files = watch(liveness.folder());
    this.thread = Thread.ofPlatform().daemon().name("jobmill-sqlite-watch").unstarted(this::loop);
  }

  /// Gives null when the system has no watch left: hints come later then, which harms nothing.
  private static @Nullable WatchService watch(Path folder) {
    WatchService files = null;
    try {
      files = folder.getFileSystem().newWatchService();
      folder.register(
          files,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      return files;
    } catch (IOException none) {
      Log.STORE.warn(
          "the folder {} cannot be watched: it is looked into each {} ms",
          folder,
          LOOK_MILLIS,
          none);
      closeQuietly(files);
      return null;
    }
  }

  private static void closeQuietly(@Nullable WatchService files) {
    if (files != null) {
      try {
        files.close();
      } catch (IOException failed) {
        Log.STORE.debug("closing a watch failed", failed);
      }
    }
  }

  void start() {
    thread.start();
  }

  private void loop() {
    try {
      while (!closed) {
        look(poll());
      }
    } catch (InterruptedException | ClosedWatchServiceException over) {
      Log.STORE.trace("the watch over store {} has ended", store, over);
    } finally {
      changes.close();
    }
  }

  /// A transaction that this process does not end itself has written and may be committed soon; any
  /// thread.
  void expectChange() {
    long now = SystemTime.SYSTEM.nanoTime();
    expectedUntil = now + EXPECTED_NANOS;
    changeMayComeUntil = now + MAY_COME_NANOS;
    expecting = true;
    liveness.wakeSelf();
  }

  private boolean isExpecting(long now) {
    expecting = expecting && now - expectedUntil < 0;
    return expecting;
  }

  private @Nullable WatchKey poll() throws InterruptedException {
    long wait = isExpecting(SystemTime.SYSTEM.nanoTime()) ? EXPECTING_MILLIS : LOOK_MILLIS;
    if (files != null) {
      return files.poll(wait, TimeUnit.MILLISECONDS);
    }
    ended.await(wait, TimeUnit.MILLISECONDS);
    return null;
  }

  private void look(@Nullable WatchKey key) {
    try {
      if (key != null && isForeign(key)) {
        liveness.lookAround();
        wakeups.anything();
      }
      long now = SystemTime.SYSTEM.nanoTime();
      if (key == null || expecting || now - lastLook > TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
        lastLook = now;
        liveness.lookAround();
        lookForChanges(now);
        lookAtLog();
      }
      if (turnstile.waitedNanos() > STOPPED_NANOS) {
        tellStopped();
      } else {
        told = false;
      }
    } catch (SQLException away) {
      Log.STORE.debug("store {} cannot be looked at for changes", store, away);
      changes.close();
    } catch (RuntimeException | Error unforeseen) {
      Log.STORE.error("the watch over store {} met a bug and goes on", store, unforeseen);
    }
  }

  /// What must be said to those who wait while the turn does not come; to the log once.
  private void tellStopped() {
    long pid = 0;
    try {
      pid = turnstile.lastHolder();
    } catch (IOException unknown) {
      Log.STORE.debug("the holder of the turn cannot be read", unknown);
    }
    String message =
        "store "
            + store
            + " waits for process "
            + pid
            + ", which holds the turn to write and seems"
            + " to be stopped: continue or end that process";
    if (!told) {
      told = true;
      Log.STORE.warn(message);
    }
    writer.refuseWaiting(new StoreUnavailable(message));
  }

  private boolean isForeign(WatchKey key) {
    boolean foreign = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      foreign |= !(event.context() instanceof Path name) || liveness.isForeign(name.toString());
    }
    key.reset();
    return foreign;
  }

  /// Only while somebody else is there or a change is expected; what was changed before the first
  /// look may be the one that is expected.
  private void lookForChanges(long now) throws SQLException {
    boolean mayCome = changeMayComeUntil != 0 && now - changeMayComeUntil < 0;
    if (!liveness.othersThere() && !expecting && !mayCome) {
      changes.close();
      return;
    }
    boolean mayHaveMissed = expecting && !changes.hasLooked();
    if (changes.look() || mayHaveMissed) {
      wakeups.anything();
    }
  }

  /// SQLite begins its log anew when it is full and nobody reads it; after a long read it stays
  /// long until somebody writes again, which may be never.
  private void lookAtLog() {
    if (StoreFiles.sizeOf(log) > StoreFiles.LONG_LOG_BYTES) {
      writer.shrinkLogWhenIdle();
    }
  }

  @Override
  public void close() {
    closed = true;
    ended.countDown();
    closeQuietly(files);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
