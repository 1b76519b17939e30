package dev.jobmill.store.sqlite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A list of texts in one column, a line for each, so that people can read it with any tool and
/// `instr` finds a whole line.
final class Lines {
  private Lines() {}

  static String join(Collection<String> texts) {
    StringBuilder all = new StringBuilder();
    for (String text : texts) {
      all.append(escape(text)).append('\n');
    }
    return all.toString();
  }

  static String escape(String text) {
    if (text.indexOf('\\') < 0 && text.indexOf('\n') < 0) {
      return text;
    }
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /// @throws IllegalArgumentException when `all` was not written by [#join]
  static List<String> split(String all) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.length(); i++) {
      char c = all.charAt(i);
      if (c == '\n') {
        texts.add(text.toString());
        text.setLength(0);
      } else if (c == '\\') {
        i++;
        char escaped = i < all.length() ? all.charAt(i) : ' ';
        if (escaped != '\\' && escaped != 'n') {
          throw new IllegalArgumentException("not a list of lines: a stray backslash");
        }
        text.append(escaped == 'n' ? '\n' : '\\');
      } else {
        text.append(c);
      }
    }
    if (!text.isEmpty()) {
      throw new IllegalArgumentException("not a list of lines: the last one has no end");
    }
    return texts;
  }
}
