package dev.jobmill.process;

import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// An attachment that lies in a child: a piece is fetched when it is read, so one piece at most is
/// in memory and the child waits for whoever reads. Read by one thread, filled by another.
final class PulledStream extends InputStream {
  private final long call;
  private final FrameWriter frames;
  private final BlockingQueue<Frame> said = new LinkedBlockingQueue<>();
  private byte[] piece = new byte[0];
  private int at;
  private boolean last;

  PulledStream(long call, FrameWriter frames) {
    this.call = call;
    this.frames = frames;
  }

  /// The child answers to a pull.
  void told(Frame frame) {
    said.add(frame);
  }

  /// Nothing more will come.
  void abandon(String why) {
    said.add(new Frame.Unreadable(call, why));
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, bytes, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (at == piece.length && !last) {
      frames.write(new Frame.Pull(call));
      switch (next()) {
        case Frame.Piece next -> {
          piece = next.bytes();
          at = 0;
          last = next.last() || piece.length == 0;
        }
        case Frame.Unreadable unreadable -> throw new IOException(unreadable.message());
        default -> throw new IOException("the child JVM sent no piece");
      }
    }
    return at < piece.length;
  }

  private Frame next() throws IOException {
    try {
      return said.take();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a piece was fetched", stopped);
    }
  }
}
