package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.util.List;

/// What is written in one field of an expression, in capitals; reads numbers, names, ranges, steps
/// and lists.
///
/// @param expression the whole, for messages
record FieldText(String expression, Field field, String text) {

  /// The items of its list.
  List<String> items() {
    List<String> items = List.of(text.split(",", -1));
    if (items.contains("")) {
      throw refused(text, "has an empty item", "write values between the commas");
    }
    return items;
  }

  /// All that it means, where only plain items are allowed.
  Values values() {
    long bits = 0;
    for (String item : items()) {
      bits |= bits(item);
    }
    return new Values(bits, isOpen(), bits == all() || isOpen() || text.indexOf('/') >= 0);
  }

  /// Whether it begins with `*` or is `?`: by Vixie's rule such a day field limits nothing by
  /// itself.
  boolean isOpen() {
    return text.startsWith("*") || isNothing();
  }

  private boolean isNothing() {
    return text.equals("?") && (field == Field.DAY_OF_MONTH || field == Field.DAY_OF_WEEK);
  }

  /// The values of one plain item, each as a bit.
  long bits(String item) {
    int slash = item.indexOf('/');
    String range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : step(item, item.substring(slash + 1));
    int dash = range.indexOf('-');
    int from;
    int to;
    if (range.equals("*") || isNothing()) {
      from = field.first;
      to = field.last;
    } else if (dash < 0) {
      from = value(range);
      to = slash < 0 ? from : field.last;
    } else {
      from = value(range.substring(0, dash));
      to = value(range.substring(dash + 1));
      to = field == Field.DAY_OF_WEEK && to == 0 && from > 0 ? 7 : to;
      if (from > to) {
        throw refused(item, "runs backwards", "write the two parts as a list");
      }
    }
    long bits = 0;
    for (int value = from; value <= to; value += step) {
      bits |= 1L << value;
    }
    return folded(bits);
  }

  /// One number or name.
  int value(String word) {
    int value = field.valueOf(word, -1);
    if (value < 0) {
      throw refused(word, "is not one", "use " + field.range());
    }
    return value;
  }

  private int step(String item, String word) {
    int longest = field.last - field.first;
    int step = Field.isNumber(word) ? Integer.parseInt(word) : 0;
    if (step < 1 || step > longest) {
      throw refused(
          item,
          "has a step out of range",
          "use 1 to " + longest + ", or an interval (every) for longer ones");
    }
    return step;
  }

  private long all() {
    long bits = 0;
    for (int value = field.first; value <= field.last; value++) {
      bits |= 1L << value;
    }
    return folded(bits);
  }

  private long folded(long bits) {
    return field == Field.DAY_OF_WEEK && (bits & 1L << 7) != 0 ? bits & ~(1L << 7) | 1L : bits;
  }

  InvalidRequest refused(String value, String what, String mend) {
    return new InvalidRequest(
        "cron '"
            + ScheduleText.shown(expression)
            + "': "
            + field.label
            + " '"
            + ScheduleText.shown(value)
            + "' "
            + what
            + ": "
            + mend);
  }
}
