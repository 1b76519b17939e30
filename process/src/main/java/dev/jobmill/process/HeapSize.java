package dev.jobmill.process;

import dev.jobmill.job.InvalidRequest;
import java.util.Locale;
import java.util.regex.Pattern;

/// How much memory a JVM may use for objects, as its options take it.
///
/// @param text such as `256m`
record HeapSize(String text) {
  private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,5}[mg]");

  /// @throws InvalidRequest when it is no size
  static HeapSize parse(String text) {
    String size = text.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(size).matches()) {
      throw new InvalidRequest("heap '" + text + "' is not a size: use one such as 256m or 2g");
    }
    return new HeapSize(size);
  }
}
