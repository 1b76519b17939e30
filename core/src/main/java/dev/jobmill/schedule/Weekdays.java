package dev.jobmill.schedule;

/// What the field day-of-week says, with 0 for Sunday.
///
/// @param every the weekdays of which all are meant, as bits 0 to 6
/// @param last those of which the last one of a month is meant
/// @param counted those of which the n-th one is meant, as bits `7 n + weekday`, n from 1 to 5
/// @param open whether the field begins with `*` or is `?`
record Weekdays(long every, long last, long counted, boolean open) {
  private static final int DAYS = 7;
  private static final int COUNT_MAX = 5;

  static Weekdays read(FieldText field) {
    long every = 0;
    long last = 0;
    long counted = 0;
    for (String item : field.items()) {
      int sharp = item.indexOf('#');
      if (sharp >= 0) {
        int weekday = field.value(item.substring(0, sharp)) % DAYS;
        counted |= 1L << (count(field, item, item.substring(sharp + 1)) * DAYS + weekday);
      } else if (item.length() > 1 && item.endsWith("L")) {
        last |= 1L << field.value(item.substring(0, item.length() - 1)) % DAYS;
      } else {
        every |= field.bits(item);
      }
    }
    return new Weekdays(every, last, counted, field.isOpen());
  }

  private static int count(FieldText field, String item, String word) {
    int count = Field.isNumber(word) ? Integer.parseInt(word) : 0;
    if (count < 1 || count > COUNT_MAX) {
      throw field.refused(item, "is out of range", "use #1 to #5, or MONL for the last Monday");
    }
    return count;
  }

  /// The days of a month, as bits 1 to 31.
  ///
  /// @param length how many days it has
  /// @param weekday of its first day, with 0 for Sunday
  long in(int length, int weekday) {
    long days = 0;
    for (int day = 1; day <= length; day++) {
      int that = (weekday + day - 1) % DAYS;
      int nth = (day + DAYS - 1) / DAYS;
      boolean meant =
          (every & 1L << that) != 0
              || (last & 1L << that) != 0 && day + DAYS > length
              || (counted & 1L << (nth * DAYS + that)) != 0;
      days |= meant ? 1L << day : 0;
    }
    return days;
  }
}
