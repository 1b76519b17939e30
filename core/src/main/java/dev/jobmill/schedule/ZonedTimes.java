package dev.jobmill.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/// The instants at which a clock on a wall shows the times of an expression, by the rule of [Cron].
/// Instants and local times are seconds since 1970.
record ZonedTimes(WallTimes times, ZoneRules rules) {

  /// The first one at or after another, or [WallTimes#NEVER].
  ///
  /// Goes from one change of the offset to the next. Between two changes local time runs as elapsed
  /// time does, so there the answer is that of [WallTimes]; most changes are passed without asking
  /// it again.
  long from(long second) {
    int offset = rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    long asked = second + offset;
    ZoneOffsetTransition last = rules.previousTransition(Instant.ofEpochSecond(second + 1));
    if (last != null && last.isGap()) {
      if (last.toEpochSecond() == second
          && isMadeUp(last, times.from(local(last.getDateTimeBefore())))) {
        return second;
      }
    } else if (last != null && !times.isInterval()) {
      asked = Math.max(asked, local(last.getDateTimeBefore()));
    }
    long found = times.from(asked);
    ZoneOffsetTransition change = changeAfter(second);
    while (found != WallTimes.NEVER && change != null && found - offset >= change.toEpochSecond()) {
      long after = local(change.getDateTimeAfter());
      if (change.isGap() && found < after) {
        if (isMadeUp(change, found)) {
          return change.toEpochSecond();
        }
        asked = after;
        found = times.from(asked);
      } else if (times.isInterval() && after < asked) {
        // The clock goes back to before the place from which the times were searched.
        asked = after;
        found = times.from(asked);
      }
      offset = change.getOffsetAfter().getTotalSeconds();
      change = changeAfter(change.toEpochSecond());
    }
    return found == WallTimes.NEVER ? found : found - offset;
  }

  /// Whether the end of a gap stands for times that are missing.
  ///
  /// @param missing the first time at or after the beginning of the gap
  private boolean isMadeUp(ZoneOffsetTransition gap, long missing) {
    long after = local(gap.getDateTimeAfter());
    if (missing >= after) {
      return false;
    }
    return !times.isInterval()
        || times.from(after) - after > missing - local(gap.getDateTimeBefore());
  }

  private @Nullable ZoneOffsetTransition changeAfter(long second) {
    return rules.nextTransition(Instant.ofEpochSecond(second));
  }

  private static long local(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }
}
