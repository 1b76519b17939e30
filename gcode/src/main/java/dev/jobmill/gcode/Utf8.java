package dev.jobmill.gcode;

/// What UTF-8 allows.
final class Utf8 {
  private Utf8() {}

  /// Whether the bytes are well-formed UTF-8; a character that is cut off at the end is not.
  static boolean isValid(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      int lead = b[i] & 0xff;
      int following = followers(lead);
      if (following < 0 || i + following >= to) {
        return false;
      }
      if (following > 0 && !isSecond(lead, b[i + 1] & 0xff)) {
        return false;
      }
      for (int k = 2; k <= following; k++) {
        if ((b[i + k] & 0xc0) != 0x80) {
          return false;
        }
      }
      i += following + 1;
    }
    return true;
  }

  private static int followers(int lead) {
    if (lead < 0x80) {
      return 0;
    } else if (lead >= 0xc2 && lead < 0xe0) {
      return 1;
    } else if (lead >= 0xe0 && lead < 0xf0) {
      return 2;
    }
    return lead >= 0xf0 && lead < 0xf5 ? 3 : -1;
  }

  /// The second byte rules out overlong forms, surrogates, and what is beyond Unicode.
  private static boolean isSecond(int lead, int second) {
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most;
  }
}
