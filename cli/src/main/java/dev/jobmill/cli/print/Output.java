package dev.jobmill.cli.print;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Standard output. When its reader has gone, as with `| head -1`, what comes after is dropped
/// without a word. Thread-safe.
public final class Output {
  private final OutputStream out;
  private boolean broken;

  /// Writes to `out`, which should be buffered.
  public Output(OutputStream out) {
    this.out = out;
  }

  /// Writes a line.
  ///
  /// @throws UncheckedIOException when it cannot be written although somebody reads
  public void line(String text) {
    text(text + "\n");
  }

  /// Writes text as it is.
  ///
  /// @throws UncheckedIOException when it cannot be written although somebody reads
  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes bytes as they are.
  ///
  /// @throws UncheckedIOException when they cannot be written although somebody reads
  public synchronized void bytes(byte[] bytes) {
    if (broken) {
      return;
    }
    try {
      out.write(bytes);
    } catch (IOException failed) {
      fail(failed);
    }
  }

  /// Passes on what was written.
  ///
  /// @throws UncheckedIOException when it cannot be written although somebody reads
  public synchronized void flush() {
    if (broken) {
      return;
    }
    try {
      out.flush();
    } catch (IOException failed) {
      fail(failed);
    }
  }

  /// Whether nobody reads any more.
  public synchronized boolean isBroken() {
    return broken;
  }

  private void fail(IOException failed) {
    broken = true;
    String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    if (!message.contains("broken pipe") && !message.contains("connection reset")) {
      throw new UncheckedIOException(failed.getMessage(), failed);
    }
  }
}
