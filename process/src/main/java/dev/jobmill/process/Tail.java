package dev.jobmill.process;

import java.nio.charset.StandardCharsets;

/// The last bytes of a stream, in a ring. Thread-safe.
final class Tail {
  /// How much of each stream a result keeps.
  static final int BYTES_MAX = 64 * 1024;

  /// How large one stream may become in the JSON of a result: both together stay below the limit of
  /// 256 KiB, so that a program that prints binary data still completes.
  static final int JSON_BYTES_MAX = 124 * 1024;

  private final byte[] ring = new byte[BYTES_MAX];
  private long written;

  synchronized void add(byte[] bytes, int offset, int length) {
    int from = offset + Math.max(0, length - ring.length);
    int end = offset + length;
    written += from - offset;
    while (from < end) {
      int at = (int) (written % ring.length);
      int count = Math.min(end - from, ring.length - at);
      System.arraycopy(bytes, from, ring, at, count);
      from += count;
      written += count;
    }
  }

  /// The tail as text: begins with a whole character, and what is no UTF-8 is replaced.
  synchronized String text() {
    int size = (int) Math.min(written, ring.length);
    byte[] bytes = new byte[size];
    int oldest = written > ring.length ? (int) (written % ring.length) : 0;
    int first = Math.min(size, ring.length - oldest);
    System.arraycopy(ring, oldest, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, size - first);
    int start = written > ring.length ? Utf8.characterStart(bytes, 0, size) : 0;
    return endThatFits(new String(bytes, start, size - start, StandardCharsets.UTF_8));
  }

  private static String endThatFits(String text) {
    int room = JSON_BYTES_MAX;
    int start = text.length();
    while (start > 0) {
      int c = text.codePointBefore(start);
      room -= jsonBytes(c);
      if (room < 0) {
        return text.substring(start);
      }
      start -= Character.charCount(c);
    }
    return text;
  }

  private static int jsonBytes(int c) {
    if (c < 0x20) {
      return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    if (c < 0x800) {
      return 2;
    }
    return c < 0x10000 ? 3 : 4;
  }
}
