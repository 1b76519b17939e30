package dev.jobmill.cli.print;

import java.util.ArrayList;
import java.util.List;

/// Lays a JSON document out for people: what fits on a line stays on one, what does not is indented
/// by two. Text and numbers stay as they are written. Not thread-safe.
public final class JsonLayout {
  private static final int STEP = 2;

  private final String json;
  private final int width;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int at;

  private JsonLayout(String json, int width) {
    this.json = json;
    this.width = width;
  }

  /// The document as lines.
  ///
  /// @param json a valid JSON document
  /// @param width how many characters a line should have; one long text or number may have more
  public static List<String> lines(String json, int width) {
    JsonLayout layout = new JsonLayout(json.strip(), width);
    layout.value(0, 0);
    layout.endLine();
    return layout.lines;
  }

  /// @param depth how far the value's own lines are indented
  /// @param tail how many characters follow on its last line
  private void value(int depth, int tail) {
    int end = end(at);
    String flat = flat(at, end);
    boolean nested = json.charAt(at) == '{' || json.charAt(at) == '[';
    if (!nested || flat.length() == 2 || line.length() + flat.length() + tail <= width) {
      line.append(flat);
      at = end;
      return;
    }
    line.append(json.charAt(at++));
    skipSpace();
    while (json.charAt(at) != '}' && json.charAt(at) != ']') {
      endLine();
      line.append(" ".repeat(depth + STEP));
      if (json.charAt(end - 1) == '}') {
        int name = end(at);
        line.append(json, at, name).append(": ");
        at = json.indexOf(':', name) + 1;
        skipSpace();
      }
      value(depth + STEP, 1);
      skipSpace();
      if (json.charAt(at) == ',') {
        line.append(',');
        at++;
        skipSpace();
      }
    }
    endLine();
    line.append(" ".repeat(depth)).append(json.charAt(at++));
  }

  private void endLine() {
    lines.add(line.toString());
    line.setLength(0);
  }

  private void skipSpace() {
    while (Character.isWhitespace(json.charAt(at))) {
      at++;
    }
  }

  /// Where the value that begins at `from` ends.
  private int end(int from) {
    int depth = 0;
    for (int i = from; i < json.length(); i++) {
      switch (json.charAt(i)) {
        case '"' -> i = endOfText(i) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return i;
          }
          depth--;
        }
        case ',', ':', ' ', '\n', '\r', '\t' -> {
          if (depth == 0) {
            return i;
          }
          continue;
        }
        default -> {
          continue;
        }
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return json.length();
  }

  private int endOfText(int quote) {
    int i = quote + 1;
    while (json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /// A value on one line, with a blank after each comma and colon.
  private String flat(int from, int to) {
    StringBuilder flat = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = json.charAt(i);
      if (c == '"') {
        int end = endOfText(i);
        flat.append(json, i, end);
        i = end - 1;
      } else if (!Character.isWhitespace(c)) {
        flat.append(c);
        if (c == ',' || c == ':') {
          flat.append(' ');
        }
      }
    }
    return flat.toString();
  }
}
