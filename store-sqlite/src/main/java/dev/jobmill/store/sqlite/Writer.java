package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. It takes whatever waits, of whatever kind, runs it in the order in
/// which it came in one transaction, and lets all callers go on after the commit. Nothing is
/// delayed to fill a batch: a batch is what came in while the one before was being committed.
final class Writer implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final String store;
  private final Commits commits;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Operation<?>> waiting = new ArrayDeque<>();
  private boolean closing;
  private boolean logIsLong;

  Writer(String store, Commits commits) {
    this.store = store;
    this.commits = commits;
    this.thread = Thread.ofPlatform().daemon().name("jobmill-sqlite-writer").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /// Has `body` run and waits until it is committed.
  <T> T write(Operation.Body<T> body) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("bug: a listener must not call the store");
    }
    Operation<T> operation = new Operation<>(body);
    lock.lock();
    try {
      requireOpen();
      waiting.add(operation);
      if (waiting.size() == 1) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
    return operation.await(store);
  }

  /// For operations that may find that they have nothing to write.
  void checkOpen() {
    lock.lock();
    try {
      requireOpen();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closing) {
      throw new StoreUnavailable("store " + store + " is closed: open it again");
    }
  }

  private void loop() {
    while (awaitWork()) {
      try {
        if (takeIdleWork()) {
          commits.shrinkLog();
        } else {
          commits.commit(this::next);
        }
      } catch (RuntimeException | Error unforeseen) {
        Log.STORE.error("the writer of store {} met a bug and goes on", store, unforeseen);
      }
    }
    commits.close();
  }

  private boolean awaitWork() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !logIsLong && !closing) {
        arrived.awaitUninterruptibly();
      }
      return !waiting.isEmpty() || !closing;
    } finally {
      lock.unlock();
    }
  }

  private boolean takeIdleWork() {
    lock.lock();
    try {
      boolean idle = waiting.isEmpty() && logIsLong;
      if (idle) {
        logIsLong = false;
      }
      return idle;
    } finally {
      lock.unlock();
    }
  }

  /// Has the log of changes emptied as soon as nothing waits; any thread.
  void shrinkLogWhenIdle() {
    lock.lock();
    try {
      logIsLong = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The next operation whose caller still waits, or null.
  private @Nullable Operation<?> next() {
    lock.lock();
    try {
      Operation<?> first;
      do {
        first = waiting.poll();
      } while (first != null && !first.take());
      return first;
    } finally {
      lock.unlock();
    }
  }

  /// How often those who wait were refused because the store could not be written, of late or ever.
  int setbacks() {
    return commits.setbacks();
  }

  /// Fails what waits and has not been begun, because the writer cannot go on for now.
  void refuseWaiting(StoreUnavailable why) {
    List<Operation<?>> refused;
    lock.lock();
    try {
      refused = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    commits.setBack();
    refused.forEach(operation -> operation.refuse(why));
  }

  /// Writes what waits, then ends. Waits for a turn that does not come for some seconds only.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        if (!thread.join(LOOK) && commits.isStuck()) {
          // Whoever has the turn is stopped: what waits could wait for ever.
          refuseWaiting(
              new StoreUnavailable("store " + store + " was closed before its turn came"));
          commits.stopWaiting();
        }
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
