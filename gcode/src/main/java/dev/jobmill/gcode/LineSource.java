package dev.jobmill.gcode;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of bytes into lines, whatever sizes its reads return, in memory that does not grow
/// with the stream or with a line, and adds up its SHA-256 on the way.
///
/// A line ends with LF, with CR LF (some programs write several CR), or with a CR alone. The
/// current line is the part [#from] to [#to] of [#bytes] until the next call of [#next].
final class LineSource {
  /// What is kept of a line, in bytes; the rest is counted and dropped.
  static final int LINE_BYTES_MAX = 64 * 1024;

  /// How many CR before a LF still belong to its line end.
  private static final int CR_MAX = 8;

  private final InputStream in;
  private final LongConsumer onRead;
  private final MessageDigest sha256;
  private final LineEnds lineEnds = new LineEnds();
  private final byte[] bytes = new byte[2 * LINE_BYTES_MAX];

  private int from;
  private int to;
  private int next;
  private int end;
  private boolean ended;
  private long read;
  private long dropped;
  private long lines;
  private long longest;
  private long nuls;
  private boolean cut;
  private boolean beyondAscii;
  private boolean hasNul;

  /// @param onRead told after each read how many bytes there have been so far; what it throws ends
  ///   the reading
  LineSource(InputStream in, LongConsumer onRead) {
    this.in = in;
    this.onRead = onRead;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Goes to the next line; false when there is none.
  boolean next() throws IOException {
    from = next;
    beyondAscii = false;
    hasNul = false;
    cut = false;
    dropped = 0;
    int at = from;
    while (true) {
      at = scan(at);
      if (at < end) {
        int length = lineEndLength(at);
        if (length > 0) {
          finish(at, at + length);
          return true;
        }
      } else if (ended) {
        if (at > from) {
          finish(at, at);
          return true;
        }
        return false;
      }
      at = refill(at);
    }
  }

  /// The first line end from `at` on, or the end of what was read.
  private int scan(int at) {
    byte[] b = bytes;
    int stop = end;
    int i = at;
    while (i < stop) {
      byte c = b[i];
      if (c <= '\r') {
        if (c == '\n' || c == '\r') {
          return i;
        }
        if (c < 0) {
          beyondAscii = true;
        } else if (c == 0) {
          hasNul = true;
          nuls++;
        }
      }
      i++;
    }
    return i;
  }

  /// How many bytes the line end at `at` has; 0 when more must be read to tell.
  private int lineEndLength(int at) {
    if (bytes[at] == '\n') {
      lineEnds.lf();
      return 1;
    }
    int i = at + 1;
    while (i < end && i < at + CR_MAX && bytes[i] == '\r') {
      i++;
    }
    if (i < end && bytes[i] == '\n') {
      lineEnds.crLf(i - at);
      return i + 1 - at;
    }
    if (i == end && !ended && i < at + CR_MAX) {
      return 0;
    }
    lineEnds.cr();
    return 1;
  }

  private void finish(int lineEnd, int nextLine) {
    long length = lineEnd - from + dropped;
    longest = Math.max(longest, length);
    cut = length > LINE_BYTES_MAX;
    to = Math.min(lineEnd, from + LINE_BYTES_MAX);
    next = nextLine;
    lines++;
    lineEnds.endsWithOne(nextLine > lineEnd);
  }

  /// Makes room and reads on; gives where `at` has moved to.
  private int refill(int at) throws IOException {
    int kept = at;
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, end - from);
      end -= from;
      kept -= from;
      from = 0;
    }
    if (end == bytes.length) {
      int surplus = kept - LINE_BYTES_MAX;
      System.arraycopy(bytes, kept, bytes, LINE_BYTES_MAX, end - kept);
      dropped += surplus;
      end -= surplus;
      kept -= surplus;
    }
    int count = in.read(bytes, end, bytes.length - end);
    if (count < 0) {
      ended = true;
    } else {
      sha256.update(bytes, end, count);
      end += count;
      read += count;
      onRead.accept(read);
    }
    return kept;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// Whether the current line is longer than what is kept of it.
  boolean isCut() {
    return cut;
  }

  /// Whether the current line has bytes that are not ASCII.
  boolean isBeyondAscii() {
    return beyondAscii;
  }

  /// Whether the current line has a byte that is zero.
  boolean hasNul() {
    return hasNul;
  }

  /// Where the current line begins, in bytes from the start of the stream.
  long offset() {
    return read - (end - from) - dropped;
  }

  /// The number of the current line, from 1; after the last one, how many there are.
  long line() {
    return lines;
  }

  long bytesRead() {
    return read;
  }

  long longestLine() {
    return longest;
  }

  long nuls() {
    return nuls;
  }

  boolean endsWithNewline() {
    return lineEnds.endsWithOne();
  }

  /// The kind of line end; null when there is none.
  @Nullable String lineEnd() {
    return lineEnds.kind();
  }

  /// Of all bytes. To be called once, at the end.
  String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
