package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When something is due, again and again: a rule that gives instants. Immutable, without a clock,
/// safe for all threads. Every schedule gives instants of the years 1970 to 9999 in whole
/// milliseconds, and never two within one second.
public sealed interface Schedule permits Cron, Every, Once {
  /// The most that [#lastBetween] and [#countBetween] are asked for at once.
  int COUNT_MAX = 10_000;

  /// The first instant of this schedule that is later than another. The next one of a recurring job
  /// is asked for with the previous *scheduled* instant, never with the current time: then none is
  /// lost or comes twice, however late or early anybody looks.
  ///
  /// @param previous any instant; before 1970 counts as just before 1970
  /// @return strictly later than `previous`; empty when there is none up to the end of 9999
  Optional<Instant> nextAfter(Instant previous);

  /// This schedule as stores keep it: `cron 30 2 * * MON-FRI @Europe/Berlin`, `every PT5M from
  /// 2026-01-01T00:00:00Z`, `at 2026-01-01T00:00:00Z`. [#parse] makes an equal one of it.
  String text();

  /// The last instants of this schedule in a stretch of time, in rising order. Its cost is bounded
  /// by `max`, not by the stretch.
  ///
  /// @param fromExclusive where the stretch begins; not part of it
  /// @param toInclusive where it ends; part of it
  /// @param max how many at most, 0 to [#COUNT_MAX]
  /// @throws InvalidRequest when `max` is out of range
  default List<Instant> lastBetween(Instant fromExclusive, Instant toInclusive, int max) {
    return new Stretch(this, fromExclusive, toInclusive).last(checkCount(max));
  }

  /// How many instants of this schedule are in a stretch of time, counted up to a bound.
  ///
  /// @param fromExclusive where the stretch begins; not part of it
  /// @param toInclusive where it ends; part of it
  /// @param atMost where counting stops, 0 to [#COUNT_MAX]
  /// @return `atMost` when there are as many or more
  /// @throws InvalidRequest when `atMost` is out of range
  default int countBetween(Instant fromExclusive, Instant toInclusive, int atMost) {
    return new Stretch(this, fromExclusive, toInclusive).first(checkCount(atMost)).size();
  }

  /// The schedule of a [#text].
  ///
  /// @throws InvalidRequest when it is none; the message says what is wrong and the mend
  static Schedule parse(String text) {
    return ScheduleText.parse(text);
  }

  private static int checkCount(int count) {
    if (count < 0 || count > COUNT_MAX) {
      throw new InvalidRequest(count + " instants are out of range: ask for 0 to " + COUNT_MAX);
    }
    return count;
  }
}
