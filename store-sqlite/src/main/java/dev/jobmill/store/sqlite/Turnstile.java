package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lets the writers of several processes take turns, so that none is starved as SQLite's own
/// waiting would. Two byte locks of one file: who waits holds byte 0, who writes holds byte 1, so
/// that whoever leaves cannot overtake whoever waits. The file stays open for as long as the store
/// does, since closing it (or reading it through another channel) would drop the locks.
///
/// Entered and left by one thread at a time, first the one that opens the store, then the writer's.
/// Neither may ever be interrupted: that would close the channel.
final class Turnstile implements AutoCloseable {
  private static final long WAIT = 0;
  private static final long WRITE = 1;
  private static final long PID = 2;
  private static final long REFUSED_NANOS = 3_000_000;

  private final FileChannel channel;
  private final ByteBuffer pid;
  private @Nullable FileLock turn;
  private volatile long waitingSince;
  private volatile boolean waiting;

  Turnstile(Path file) throws IOException {
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.pid = ByteBuffer.allocateDirect(Long.BYTES).putLong(0, ProcessHandle.current().pid());
  }

  void enter() throws IOException {
    waitingSince = SystemTime.SYSTEM.nanoTime();
    waiting = true;
    boolean entered = false;
    try {
      FileLock queue = lock(WAIT);
      try {
        turn = lock(WRITE);
      } finally {
        queue.release();
      }
      entered = true;
    } finally {
      waiting = false;
      if (!entered) {
        leave();
      }
    }
    sign();
  }

  /// Two processes with two stores each may wait for each other in a circle, which only the kernel
  /// sees. It refuses one of them, and that circle is gone as soon as either goes on.
  private FileLock lock(long at) throws IOException {
    while (true) {
      try {
        return channel.lock(at, 1, false);
      } catch (IOException refused) {
        if (!String.valueOf(refused.getMessage()).contains("deadlock")) {
          throw refused;
        }
        LockSupport.parkNanos(REFUSED_NANOS);
      }
    }
  }

  /// Serves one message to people, so that a full disk must not cost the turn.
  private void sign() {
    try {
      channel.write(pid.clear(), PID);
    } catch (IOException unsigned) {
      Log.STORE.debug("whose turn it is could not be written down", unsigned);
    }
  }

  void leave() throws IOException {
    FileLock held = turn;
    turn = null;
    if (held != null) {
      held.release();
    }
  }

  /// Whether another process waits for its turn.
  boolean othersWait() {
    try {
      FileLock queue = channel.tryLock(WAIT, 1, false);
      if (queue == null) {
        return true;
      }
      queue.release();
      return false;
    } catch (IOException | OverlappingFileLockException unknown) {
      return true;
    }
  }

  /// How long this process has been waiting for its turn; 0 when it is not.
  long waitedNanos() {
    return waiting ? SystemTime.SYSTEM.nanoTime() - waitingSince : 0;
  }

  /// The process that has or last had the turn; any thread.
  long lastHolder() throws IOException {
    ByteBuffer read = ByteBuffer.allocate(Long.BYTES);
    return channel.read(read, PID) == Long.BYTES ? read.getLong(0) : 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
