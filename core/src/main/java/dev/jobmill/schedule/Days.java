package dev.jobmill.schedule;

import java.time.LocalDate;
import java.util.Optional;

/// Which days an expression means.
record Days(Dates dates, Values months, Weekdays weekdays) {
  private static final int YEAR_END = 10_000;
  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  boolean has(LocalDate day) {
    return months.has(day.getMonthValue())
        && (in(day.lengthOfMonth(), weekdayOfFirst(day)) & 1L << day.getDayOfMonth()) != 0;
  }

  /// The first day at or after another, in the years to 10000, in which some zones still have 9999.
  /// The search is short: the calendar repeats itself after 400 years, and the rarest day that can
  /// be written, a 29th of February on a given weekday, comes every 40 years or more often.
  Optional<LocalDate> from(LocalDate start) {
    LocalDate day = start;
    while (day.getYear() <= YEAR_END) {
      int month = months.from(day.getMonthValue());
      if (month == Values.NONE) {
        day = LocalDate.of(day.getYear() + 1, 1, 1);
        continue;
      }
      day = month == day.getMonthValue() ? day : LocalDate.of(day.getYear(), month, 1);
      long rest = in(day.lengthOfMonth(), weekdayOfFirst(day)) & -1L << day.getDayOfMonth();
      if (rest != 0) {
        return Optional.of(day.withDayOfMonth(Long.numberOfTrailingZeros(rest)));
      }
      day = day.withDayOfMonth(1).plusMonths(1);
    }
    return Optional.empty();
  }

  /// Whether there is any such day. Exact: every month begins on every weekday in some year, also
  /// February of leap years.
  boolean exist() {
    for (int month = 1; month <= LONGEST.length; month++) {
      for (int weekday = 0; weekday < 7 && months.has(month); weekday++) {
        if (in(LONGEST[month - 1], weekday) != 0 || month == 2 && in(28, weekday) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private long in(int length, int weekday) {
    long byDate = dates.in(length, weekday);
    long byWeekday = weekdays.in(length, weekday);
    return dates.open() || weekdays.open() ? byDate & byWeekday : byDate | byWeekday;
  }

  private static int weekdayOfFirst(LocalDate day) {
    return Math.floorMod(day.getDayOfWeek().getValue() - (day.getDayOfMonth() - 1), 7);
  }
}
