package dev.jobmill.process.frame;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.wire.JsonCodec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads frames from a pipe. Believes nothing: whatever comes, it takes no more memory than one
/// frame may have. For one thread.
public final class FrameReader {
  private final InputStream in;
  private final JsonCodec codec = new JsonCodec();

  /// @param in what is read
  public FrameReader(InputStream in) {
    this.in = in;
  }

  /// Waits for the next frame.
  ///
  /// @return null when the other end will say nothing more
  /// @throws IOException when what comes is no frame, or ends within one
  public @Nullable Frame read() throws IOException {
    byte[] header = in.readNBytes(FrameWriter.HEADER_BYTES);
    if (header.length == 0) {
      return null;
    }
    if (header.length < FrameWriter.HEADER_BYTES) {
      throw new EOFException("it ended within a frame");
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    int length = fields.getInt();
    FrameKind kind = FrameKind.of(fields.get());
    if (length < 0 || length > FrameWriter.BYTES_MAX) {
      throw new IOException("there is no frame of " + length + " bytes");
    }
    byte[] document = in.readNBytes(length);
    if (document.length < length) {
      throw new EOFException("it ended within a frame");
    }
    return read(kind, document);
  }

  private Frame read(FrameKind kind, byte[] document) throws IOException {
    try {
      Object frame = codec.decode(Content.json(document), kind.form());
      if (frame != null) {
        return kind.form().cast(frame);
      }
    } catch (InvalidRequest malformed) {
      throw new IOException(
          "a frame " + kind + " is malformed: " + malformed.getMessage(), malformed);
    }
    throw new IOException("a frame " + kind + " is null");
  }
}
