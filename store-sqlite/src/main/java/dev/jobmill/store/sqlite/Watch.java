package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches what other processes do: the files that they touch after a commit, and, in case such a
/// hint was lost, the counter that SQLite keeps of foreign changes. Also notices when the turn to
/// write does not come.
final class Watch implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String store;
  private final Liveness liveness;
  private final SqliteWakeups wakeups;
  private final Readers readers;
  private final Turnstile turnstile;
  private final Writer writer;
  private final WatchService files;
  private final Thread thread;
  private volatile boolean closed;
  private long seenVersion = -1;
  private long seenCommits;

  Watch(
      String store,
      Liveness liveness,
      SqliteWakeups wakeups,
      Readers readers,
      Turnstile turnstile,
      Writer writer)
      throws IOException {
    this.store = store;
    this.liveness = liveness;
    this.wakeups = wakeups;
    this.readers = readers;
    this.turnstile = turnstile;
    this.writer = writer;
    this.files = liveness.folder().getFileSystem().newWatchService();
    liveness
        .folder()
        .register(
            files,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    this.thread = Thread.ofPlatform().daemon().name("jobmill-sqlite-watch").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  private void loop() {
    try {
      while (!closed) {
        WatchKey key = files.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        look(key);
      }
    } catch (InterruptedException | ClosedWatchServiceException ended) {
      Log.STORE.trace("the watch over store {} has ended", store, ended);
    }
  }

  private void look(@Nullable WatchKey key) {
    try {
      if (key != null) {
        if (isForeign(key)) {
          liveness.lookAround();
          wakeups.anything();
        }
      } else {
        liveness.lookAround();
        if (liveness.othersThere()) {
          lookForChanges();
        }
      }
      if (turnstile.waitedNanos() > STOPPED_NANOS) {
        Commits.tellStopped(writer::refuseWaiting, turnstile, store);
      }
    } catch (StoreUnavailable away) {
      Log.STORE.debug("store {} cannot be looked at for changes", store, away);
    } catch (RuntimeException | Error unforeseen) {
      Log.STORE.error("the watch over store {} met a bug and goes on", store, unforeseen);
    }
  }

  private boolean isForeign(WatchKey key) {
    boolean foreign = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      foreign |= !(event.context() instanceof Path name) || liveness.isForeignWake(name.toString());
    }
    key.reset();
    return foreign;
  }

  private void lookForChanges() {
    long own = wakeups.commits();
    long version = readers.read((db, lanes) -> db.number("PRAGMA data_version", 0));
    boolean changed = version != seenVersion && own == seenCommits && seenVersion != -1;
    seenVersion = version;
    seenCommits = own;
    if (changed) {
      wakeups.anything();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    files.close();
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
