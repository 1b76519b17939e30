package dev.jobmill.schedule;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Cron expressions understood a second time, by trying each value against the words of its field.
/// Shares nothing with the code that it is held against.
final class NaiveExpression {
  private static final List<String> MONTHS =
      List.of(
          "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private final boolean[] seconds;
  private final boolean[] minutes;
  private final boolean[] hours;
  private final boolean interval;
  private final String dates;
  private final String months;
  private final String weekdays;
  private final Map<Long, Boolean> days = new HashMap<>();

  NaiveExpression(String text) {
    String[] words = (text.split(" ").length == 5 ? "0 " + text : text).split(" ");
    seconds = values(words[0], 60);
    minutes = values(words[1], 60);
    hours = values(words[2], 24);
    dates = words[3];
    months = words[4];
    weekdays = words[5];
    interval =
        oftenness(words[0], seconds) || oftenness(words[1], minutes) || oftenness(words[2], hours);
  }

  boolean isInterval() {
    return interval;
  }

  boolean matches(long local) {
    int second = (int) Math.floorMod(local, 86_400L);
    return seconds[second % 60]
        && minutes[second / 60 % 60]
        && hours[second / 3600]
        && days.computeIfAbsent(Math.floorDiv(local, 86_400L), NaiveExpression.this::isDay);
  }

  private boolean isDay(long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    boolean date = false;
    for (String item : dates.split(",")) {
      date |= isDate(item, day);
    }
    boolean weekday = false;
    for (String item : weekdays.split(",")) {
      weekday |= isWeekday(item, day);
    }
    boolean both = dates.matches("[*?].*") || weekdays.matches("[*?].*");
    return any(months, day.getMonthValue(), 1, 12, MONTHS)
        && (both ? date && weekday : date || weekday);
  }

  private static boolean isDate(String item, LocalDate day) {
    int last = day.lengthOfMonth();
    if (item.equals("L")) {
      return day.getDayOfMonth() == last;
    }
    if (item.startsWith("L-")) {
      return day.getDayOfMonth() == last - Integer.parseInt(item.substring(2));
    }
    if (item.endsWith("W")) {
      String of = item.substring(0, item.length() - 1);
      int wanted = of.equals("L") ? last : Integer.parseInt(of);
      return wanted <= last && day.equals(nearestWorkday(day.withDayOfMonth(wanted)));
    }
    return one(item, day.getDayOfMonth(), 1, 31, List.of());
  }

  private static LocalDate nearestWorkday(LocalDate wanted) {
    for (int distance : new int[] {0, -1, 1, -2, 2}) {
      LocalDate near = wanted.plusDays(distance);
      if (YearMonth.from(near).equals(YearMonth.from(wanted))
          && near.getDayOfWeek().getValue() < 6) {
        return near;
      }
    }
    throw new AssertionError("no working day near " + wanted);
  }

  private static boolean isWeekday(String item, LocalDate day) {
    int weekday = day.getDayOfWeek().getValue();
    if (item.contains("#")) {
      String[] parts = item.split("#");
      return isWeekday(parts[0], day)
          && (day.getDayOfMonth() - 1) / 7 == Integer.parseInt(parts[1]) - 1;
    }
    if (item.length() > 1 && item.endsWith("L")) {
      return isWeekday(item.substring(0, item.length() - 1), day)
          && day.plusDays(7).getMonthValue() != day.getMonthValue();
    }
    return one(item, weekday, 0, 7, WEEKDAYS) || weekday == 7 && one(item, 0, 0, 7, WEEKDAYS);
  }

  private static boolean[] values(String word, int count) {
    boolean[] values = new boolean[count];
    for (int value = 0; value < count; value++) {
      values[value] = any(word, value, 0, count - 1, List.of());
    }
    return values;
  }

  private static boolean any(String word, int value, int first, int last, List<String> names) {
    boolean found = false;
    for (String item : word.split(",")) {
      found |= one(item, value, first, last, names);
    }
    return found;
  }

  private static boolean one(String item, int value, int first, int last, List<String> names) {
    String[] parts = item.split("/");
    String range = parts[0];
    int step = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
    int from = first;
    int to = last;
    if (!range.equals("*") && !range.equals("?")) {
      String[] ends = range.split("-");
      from = number(ends[0], names);
      to = ends.length > 1 ? number(ends[1], names) : parts.length > 1 ? last : from;
    }
    return value >= from && value <= to && (value - from) % step == 0;
  }

  private static int number(String word, List<String> names) {
    int named = names.indexOf(word);
    return named >= 0 ? named : Integer.parseInt(word);
  }

  private static boolean oftenness(String word, boolean[] values) {
    int count = 0;
    for (boolean value : values) {
      count += value ? 1 : 0;
    }
    return count > 1 && (count == values.length || word.contains("*") || word.contains("/"));
  }
}
