package dev.jobmill.schedule;

import java.time.LocalDate;

/// The times that an expression means, on a clock that is never changed: local seconds, counted
/// from 1970-01-01T00:00:00 as if there were no zones.
record WallTimes(Values seconds, Values minutes, Values hours, Days days) {
  /// Later than every time.
  static final long NEVER = Long.MAX_VALUE;

  private static final int DAY = 86_400;

  /// The first time at or after another, or [#NEVER].
  long from(long second) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, DAY));
    int time = days.has(day) ? timeOfDay(Math.floorMod(second, DAY)) : Values.NONE;
    if (time != Values.NONE) {
      return day.toEpochDay() * DAY + time;
    }
    return days.from(day.plusDays(1))
        .map(next -> next.toEpochDay() * DAY + timeOfDay(0))
        .orElse(NEVER);
  }

  /// Whether this says how often rather than when.
  boolean isInterval() {
    return seconds.isInterval() || minutes.isInterval() || hours.isInterval();
  }

  /// The first second of a day at or after another.
  private int timeOfDay(int from) {
    int hour = from / 3600;
    if (hours.has(hour)) {
      int minute = from / 60 % 60;
      if (minutes.has(minute)) {
        int second = seconds.from(from % 60);
        if (second != Values.NONE) {
          return time(hour, minute, second);
        }
      }
      int later = minutes.from(minute + 1);
      if (later != Values.NONE) {
        return time(hour, later, seconds.from(0));
      }
    }
    int later = hours.from(hour + 1);
    return later == Values.NONE ? later : time(later, minutes.from(0), seconds.from(0));
  }

  private static int time(int hour, int minute, int second) {
    return hour * 3600 + minute * 60 + second;
  }
}
