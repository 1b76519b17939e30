package dev.jobmill.schedule;

/// What the field day-of-month says.
///
/// @param dates the days by number, as bits 1 to 31
/// @param fromEnd the days by their distance from the last one, as bits 0 to 30
/// @param workdays the days of which the nearest working day is meant, as bits 1 to 31
/// @param lastWorkday whether the last working day is meant
/// @param open whether the field begins with `*` or is `?`
record Dates(long dates, long fromEnd, long workdays, boolean lastWorkday, boolean open) {
  private static final String LAST = "L";
  private static final String LAST_WORKDAY = "LW";
  private static final String BEFORE_LAST = "L-";
  private static final String WORKDAY = "W";
  private static final int SATURDAY = 6;

  static Dates read(FieldText field) {
    long dates = 0;
    long fromEnd = 0;
    long workdays = 0;
    boolean lastWorkday = false;
    for (String item : field.items()) {
      if (item.equals(LAST)) {
        fromEnd |= 1;
      } else if (item.equals(LAST_WORKDAY)) {
        lastWorkday = true;
      } else if (item.startsWith(BEFORE_LAST)) {
        fromEnd |= 1L << distance(field, item);
      } else if (item.endsWith(WORKDAY)) {
        workdays |= 1L << field.value(item.substring(0, item.length() - 1));
      } else {
        dates |= field.bits(item);
      }
    }
    return new Dates(dates, fromEnd, workdays, lastWorkday, field.isOpen());
  }

  private static int distance(FieldText field, String item) {
    String word = item.substring(BEFORE_LAST.length());
    int distance = Field.isNumber(word) ? Integer.parseInt(word) : -1;
    if (distance < 0 || distance > 30) {
      throw field.refused(item, "is out of range", "use L-0 to L-30");
    }
    return distance;
  }

  /// The days of a month, as bits 1 to 31.
  ///
  /// @param length how many days it has
  /// @param weekday of its first day, with 0 for Sunday
  long in(int length, int weekday) {
    long days = dates;
    for (int day = 1; day <= length; day++) {
      if ((fromEnd & 1L << (length - day)) != 0) {
        days |= 1L << day;
      }
      if ((workdays & 1L << day) != 0) {
        days |= 1L << nearestWorkday(day, length, weekday);
      }
    }
    if (lastWorkday) {
      days |= 1L << nearestWorkday(length, length, weekday);
    }
    return days & (1L << (length + 1)) - 2;
  }

  /// Never in another month.
  private static int nearestWorkday(int day, int length, int weekday) {
    int that = (weekday + day - 1) % 7;
    if (that == SATURDAY) {
      return day == 1 ? 3 : day - 1;
    }
    if (that == 0) {
      return day == length ? day - 2 : day + 1;
    }
    return day;
  }
}
