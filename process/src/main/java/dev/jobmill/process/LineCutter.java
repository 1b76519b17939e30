package dev.jobmill.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Makes lines of bytes that come in pieces. A line ends with LF, CR LF or CR alone (progress bars
/// repaint with it). What is longer than [#LINE_BYTES_MAX] is handed on at once, cut and ending in
/// an ellipsis, and the rest up to the line's end is dropped: a stream without any line end takes
/// no more memory than this. Not thread-safe.
final class LineCutter {
  /// The longest line; the job's log keeps no more.
  static final int LINE_BYTES_MAX = 8 * 1024;

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;

  private final byte[] line = new byte[LINE_BYTES_MAX];
  private final Consumer<String> lines;
  private int length;
  private boolean dropping;
  private boolean afterReturn;

  LineCutter(Consumer<String> lines) {
    this.lines = lines;
  }

  void add(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        if (!(b == '\n' && afterReturn)) {
          endLine();
        }
        afterReturn = b == '\r';
      } else {
        afterReturn = false;
        append(b);
      }
    }
  }

  /// Hands on what has no line end yet; the stream is over.
  void end() {
    if (length > 0) {
      endLine();
    }
  }

  private void append(byte b) {
    if (dropping) {
      return;
    }
    if (length == line.length) {
      int end = Utf8.characterEnd(line, 0, line.length - ELLIPSIS_BYTES);
      hand(end, ELLIPSIS);
      dropping = true;
      length = 0;
      return;
    }
    line[length++] = b;
  }

  private void endLine() {
    if (!dropping) {
      hand(length, "");
    }
    dropping = false;
    length = 0;
  }

  private void hand(int end, String suffix) {
    // Not every store can keep the character NUL in text.
    String text = new String(line, 0, end, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    lines.accept(text + suffix);
  }
}
