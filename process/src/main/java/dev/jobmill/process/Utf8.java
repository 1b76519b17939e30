package dev.jobmill.process;

/// Where characters begin and end in bytes that should be UTF-8, but may be anything.
final class Utf8 {
  private static final int CONTINUATIONS_MAX = 3;

  private Utf8() {}

  /// The first index from `from` on at which a character can begin.
  static int characterStart(byte[] bytes, int from, int to) {
    int start = from;
    while (start < to && start - from < CONTINUATIONS_MAX && isContinuation(bytes[start])) {
      start++;
    }
    return start;
  }

  /// The last index up to `to` at which a character ends: leaves out one that is cut.
  static int characterEnd(byte[] bytes, int from, int to) {
    int lead = to - 1;
    while (lead > from && to - lead <= CONTINUATIONS_MAX && isContinuation(bytes[lead])) {
      lead--;
    }
    return lead >= from && lead + lengthByLead(bytes[lead]) > to ? lead : to;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static int lengthByLead(byte lead) {
    int b = lead & 0xFF;
    if (b >= 0xF0) {
      return 4;
    }
    if (b >= 0xE0) {
      return 3;
    }
    return b >= 0xC0 ? 2 : 1;
  }
}
