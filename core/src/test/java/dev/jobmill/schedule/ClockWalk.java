package dev.jobmill.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What a clock on a wall shows at each step of a stretch of real time. It is read instant by
/// instant; nothing is known of changes but what the clock shows.
///
/// @param begin the first instant, in seconds
/// @param step between two readings, in seconds
/// @param shown the readings, as seconds of local time
record ClockWalk(long begin, int step, long[] shown) {

  static ClockWalk of(ZoneId zone, long begin, long end, int step) {
    int count = Math.toIntExact((end - begin) / step) + 1;
    long[] shown = new long[count];
    for (int i = 0; i < count; i++) {
      shown[i] =
          LocalDateTime.ofInstant(Instant.ofEpochSecond(begin + (long) i * step), zone)
              .toEpochSecond(ZoneOffset.UTC);
    }
    return new ClockWalk(begin, step, shown);
  }

  /// The instants at which an expression is due, by the rule that [Cron] states, without those of
  /// the first `settle` readings, which only tell what the clock has shown already.
  List<Instant> due(NaiveExpression expression, int settle) {
    List<Instant> due = new ArrayList<>();
    long highest = shown[0] - step;
    for (int i = 0; i < shown.length; i++) {
      boolean first = shown[i] > highest;
      boolean natural = expression.matches(shown[i]) && (first || expression.isInterval());
      boolean jumped = i > 0 && shown[i] - shown[i - 1] > step;
      if (i >= settle && (natural || jumped && standsIn(expression, i))) {
        due.add(Instant.ofEpochSecond(begin + (long) i * step));
      }
      highest = Math.max(highest, shown[i]);
    }
    return due;
  }

  /// Whether the reading after a jump stands for times that were left out.
  private boolean standsIn(NaiveExpression expression, int at) {
    long expected = shown[at - 1] + step;
    long missing = expected;
    while (missing < shown[at] && !expression.matches(missing)) {
      missing += step;
    }
    if (missing >= shown[at]) {
      return false;
    }
    if (!expression.isInterval()) {
      return true;
    }
    int soonEnough = Math.toIntExact((missing - expected) / step);
    for (int i = at; i <= at + soonEnough && i < shown.length; i++) {
      if (expression.matches(shown[i])) {
        return false;
      }
    }
    return true;
  }
}
