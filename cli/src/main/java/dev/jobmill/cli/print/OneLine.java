package dev.jobmill.cli.print;

/// Foreign text made fit for one line of a terminal: jobs carry text from anywhere, and a terminal
/// obeys control characters.
public final class OneLine {
  private OneLine() {}

  /// The text without line ends and control characters.
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029') {
        space = true;
      } else if (Character.isISOControl(c)) {
        line.append('?');
      } else {
        if (space && !line.isEmpty()) {
          line.append(' ');
        }
        space = false;
        line.append(c);
      }
    }
    return line.toString();
  }

  /// The same, at most `max` characters of it.
  public static String of(String text, int max) {
    String line = of(text);
    if (line.codePointCount(0, line.length()) <= max) {
      return line;
    }
    return max <= 1 ? "" : line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
  }
}
