package dev.jobmill.schedule;

/// The values of a field, each as a bit.
///
/// @param bits one for each value
/// @param open whether the field begins with `*` or is `?`
/// @param stepped whether it was written with `*` or a step, or holds every value
record Values(long bits, boolean open, boolean stepped) {
  static final int NONE = -1;

  boolean has(int value) {
    return (bits & 1L << value) != 0;
  }

  /// The first value at or after another (0 to 63), or [#NONE].
  int from(int value) {
    long rest = bits & -1L << value;
    return rest == 0 ? NONE : Long.numberOfTrailingZeros(rest);
  }

  /// Whether the field says how often rather than when: one value is a time, however it is written.
  boolean isInterval() {
    return stepped && Long.bitCount(bits) > 1;
  }
}
