package dev.jobmill.process.frame;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.wire.JsonCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/// Writes frames into a pipe, each whole. Thread-safe; a writer waits while the pipe is full.
public final class FrameWriter implements AutoCloseable {
  /// The longest document of a frame, in bytes. A result of the permitted size and a piece of an
  /// attachment take a fraction of it.
  public static final int BYTES_MAX = 4 * 1024 * 1024;

  static final int HEADER_BYTES = 5;

  private final OutputStream out;
  private final JsonCodec codec = new JsonCodec();
  private final ReentrantLock turn = new ReentrantLock();

  /// @param out one that an interruption of the thread does not close
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes `frame` and returns when the pipe has it.
  ///
  /// @throws InvalidRequest when it is too long; nothing was written then
  /// @throws IOException when nobody is there to read it
  public void write(Frame frame) throws IOException {
    byte[] document = codec.encode(frame).bytes();
    if (document.length > BYTES_MAX) {
      throw new InvalidRequest(
          "a frame of "
              + document.length
              + " bytes is longer than "
              + BYTES_MAX
              + ": keep large data in attachments or files");
    }
    ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + document.length);
    whole.putInt(document.length).put(FrameKind.of(frame).number()).put(document);
    turn.lock();
    try {
      out.write(whole.array());
      out.flush();
    } finally {
      turn.unlock();
    }
  }

  /// Says that no more frames will come.
  @Override
  public void close() throws IOException {
    out.close();
  }
}
