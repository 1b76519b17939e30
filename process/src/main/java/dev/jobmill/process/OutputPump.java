package dev.jobmill.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one output stream of a program to its end on a thread of its own: lines go to the job's
/// log, the tail is kept. Takes the same memory whatever is printed.
///
/// The threads are platform threads: reading a pipe blocks in the system and would hold the carrier
/// of a virtual thread.
final class OutputPump {
  private static final int BUFFER_BYTES = 32 * 1024;

  /// How long a stream that somebody still holds open may be silent before it is given up, once the
  /// program and all that belonged to it are gone.
  private static final Duration SILENCE_MAX = Duration.ofMillis(200);

  /// How long such a stream may go on at all.
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  /// How long the thread may take to notice that its channel was closed. Only the JVM's own pipes
  /// can take longer; the thread then ends with whoever holds the pipe.
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final ReadableByteChannel channel;
  private final Tail tail = new Tail();
  private final LineCutter lines;
  private final Chunks chunks;
  private final Thread thread;
  private volatile boolean reading;
  private volatile long bytes;
  private volatile @Nullable IOException broken;

  private OutputPump(
      String threadName, ReadableByteChannel channel, Consumer<String> lines, Chunks chunks) {
    this.channel = channel;
    this.chunks = chunks;
    this.lines = new LineCutter(lines);
    this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::pump);
  }

  /// @param lines is given each line
  /// @param chunks is given the bytes, as they come
  static OutputPump start(
      String threadName, ReadableByteChannel channel, Consumer<String> lines, Chunks chunks) {
    OutputPump pump = new OutputPump(threadName, channel, lines, chunks);
    pump.thread.start();
    return pump;
  }

  /// Waits until the stream is over, and ends it when only a process that is not the job's any more
  /// keeps it open. Afterwards the thread is gone.
  ///
  /// @return the tail
  /// @throws ProgramFailed when the stream could not be read
  String finish(Uninterrupted patience) {
    long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
    long before = -1;
    while (!patience.join(thread, SILENCE_MAX)) {
      long now = bytes;
      boolean silent = reading && now == before;
      if (silent || System.nanoTime() - deadline > 0) {
        close();
        patience.join(thread, CLOSE_MAX);
        break;
      }
      before = now;
    }
    close();
    IOException error = broken;
    if (error != null) {
      throw new ProgramFailed("the program's output could not be read: " + error, error);
    }
    return tail.text();
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // Reading was all that it was for, and that is over.
    }
  }

  private void pump() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long total = 0;
    try {
      while (read(buffer) >= 0) {
        int count = buffer.position();
        tail.add(buffer.array(), 0, count);
        lines.add(buffer.array(), 0, count);
        chunks.take(buffer.array(), count);
        total += count;
        bytes = total;
        buffer.clear();
      }
    } catch (ClosedChannelException givenUp) {
      // finish() closed it.
    } catch (IOException e) {
      broken = e;
    }
    lines.end();
  }

  private int read(ByteBuffer buffer) throws IOException {
    reading = true;
    try {
      return channel.read(buffer);
    } finally {
      reading = false;
    }
  }

  /// Takes bytes of a stream; they may change after the call.
  @FunctionalInterface
  interface Chunks {
    void take(byte[] bytes, int count);
  }
}
