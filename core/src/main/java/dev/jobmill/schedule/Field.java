package dev.jobmill.schedule;

/// A field of a cron expression, with the numbers and names that it takes.
enum Field {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"),
  /// Both 0 and 7 are Sunday.
  DAY_OF_WEEK("day of week", 0, 7, "SUNMONTUEWEDTHUFRISAT");

  private static final int NAME_LENGTH = 3;

  final String label;
  final int first;
  final int last;
  private final String names;

  Field(String label, int first, int last, String names) {
    this.label = label;
    this.first = first;
    this.last = last;
    this.names = names;
  }

  /// The number that a number or a name stands for.
  ///
  /// @param none the answer when it stands for none of this field
  int valueOf(String word, int none) {
    int value = isNumber(word) ? Integer.parseInt(word) : named(word);
    return value < first || value > last ? none : value;
  }

  /// Whether a word is digits of ASCII, and few enough for an int.
  static boolean isNumber(String word) {
    return !word.isEmpty()
        && word.length() <= 9
        && word.chars().allMatch(letter -> letter >= '0' && letter <= '9');
  }

  private int named(String word) {
    int at = word.length() == NAME_LENGTH ? names.indexOf(word) : -1;
    return at < 0 || at % NAME_LENGTH != 0 ? Integer.MIN_VALUE : first + at / NAME_LENGTH;
  }

  /// What may be written, for messages.
  String range() {
    return first
        + " to "
        + last
        + (names.isEmpty() ? "" : " or names like " + names.substring(0, 3));
  }
}
