package dev.jobmill.gcode;

/// Reads a decimal number out of bytes: a sign, digits, a point. The result is the `double` nearest
/// to it for up to 15 digits, and as good as that for more.
final class NumberScan {
  private static final long MANTISSA_MAX = 100_000_000_000_000_000L;
  private static final double[] POWERS = new double[19];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private boolean found;
  private double value;

  /// Reads from `from` on; gives where the number ends, which is `from` itself when none begins
  /// there.
  int read(byte[] b, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (b[i] == '-' || b[i] == '+')) {
      negative = b[i] == '-';
      i++;
    }
    long mantissa = 0;
    int first = i;
    int digit;
    while (i < to && (digit = b[i] - '0') >= 0 && digit <= 9) {
      mantissa = mantissa < MANTISSA_MAX ? mantissa * 10 + digit : Long.MAX_VALUE;
      i++;
    }
    int digits = i - first;
    int scale = 0;
    if (i < to && b[i] == '.') {
      i++;
      while (i < to && (digit = b[i] - '0') >= 0 && digit <= 9) {
        if (mantissa < MANTISSA_MAX && scale < POWERS.length - 1) {
          mantissa = mantissa * 10 + digit;
          scale++;
        }
        digits++;
        i++;
      }
    }
    found = digits > 0;
    if (!found) {
      return from;
    }
    double size = scale == 0 ? mantissa : mantissa / POWERS[scale];
    value = negative ? -size : size;
    return i;
  }

  /// Whether the last call found a number.
  boolean isFound() {
    return found;
  }

  /// The number of the last call; one that is too great for 18 digits is some number above 10¹⁷.
  double value() {
    return value;
  }
}
