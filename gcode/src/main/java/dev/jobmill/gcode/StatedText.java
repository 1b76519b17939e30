package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Reads the values of slicers' comments: `6.47989m`, `400.85, 0, 98.63`, `1d 2h 3m 4s`.
final class StatedText {
  /// Greater numbers are placeholders for "not known yet".
  private static final double NUMBER_MAX = 1e9;

  private static final int NUMBERS_MAX = FilamentMeter.TOOLS_MAX;

  private StatedText() {}

  /// Whether a template's place was never filled in.
  static boolean isPlaceholder(String text) {
    return text.startsWith("#") && text.endsWith("#") && text.length() > 1
        || text.startsWith("#F_")
        || text.startsWith("{")
        || text.endsWith("e+06");
  }

  /// The number at the start of a text, after quotes and a currency sign.
  static OptionalDouble number(String text) {
    int i = 0;
    while (i < text.length() && "\"$ ".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    int end = numberEnd(text, i);
    return end == i ? OptionalDouble.empty() : parse(text.substring(i, end));
  }

  private static OptionalDouble parse(String digits) {
    double value = Double.parseDouble(digits);
    return Math.abs(value) <= NUMBER_MAX ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /// Where the number that begins at `from` ends; `from` itself when none begins there.
  private static int numberEnd(String text, int from) {
    int i = from;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    boolean digits = false;
    boolean point = false;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
      i++;
    }
    return digits ? i : from;
  }

  /// The numbers of a list with commas, semicolons, bars or blanks; empty when one is no number.
  static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    int i = 0;
    while (i < text.length() && numbers.size() < NUMBERS_MAX) {
      if (",;| \"".indexOf(text.charAt(i)) >= 0) {
        i++;
        continue;
      }
      int end = numberEnd(text, i);
      OptionalDouble number = end == i ? OptionalDouble.empty() : parse(text.substring(i, end));
      boolean whole = end == text.length() || ",;| \"".indexOf(text.charAt(end)) >= 0;
      if (number.isEmpty() || !whole) {
        return List.of();
      }
      numbers.add(number.getAsDouble());
      i = end;
    }
    return numbers;
  }

  /// Seconds: `3941`, `1h 5m 41s`, `0 hours 23 minutes`.
  static OptionalDouble seconds(String text) {
    double seconds = 0;
    boolean found = false;
    int i = 0;
    while (i < text.length()) {
      int end = numberEnd(text, i);
      if (end == i) {
        i++;
        continue;
      }
      OptionalDouble number = parse(text.substring(i, end));
      while (end < text.length() && text.charAt(end) == ' ') {
        end++;
      }
      char unit = end < text.length() ? text.charAt(end) : 's';
      int factor = unit == 'd' ? 86_400 : unit == 'h' ? 3_600 : unit == 'm' ? 60 : 1;
      seconds += number.orElse(0) * factor;
      found |= number.isPresent();
      i = end + 1;
    }
    return found ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }
}
