package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Due again and again after the same elapsed time, whatever the clocks on the walls do. A day here
/// is 24 hours: for calendar days, at times that people read, take a [Cron].
///
/// @param interval the time from one to the next: 1 second to 36500 days, in whole milliseconds
/// @param from the first one; the others follow at whole multiples of the interval. Kept in whole
///   milliseconds; the years 1970 to 9999
public record Every(Duration interval, Instant from) implements Schedule {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /// Checks the ranges.
  ///
  /// @throws InvalidRequest when one is out of range
  public Every {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new InvalidRequest(
          "interval " + interval + " is out of range: use 1 second to 36500 days");
    }
    if (!interval.equals(interval.truncatedTo(ChronoUnit.MILLIS))) {
      throw new InvalidRequest("interval " + interval + " is too fine: use whole milliseconds");
    }
    from = Reach.check("from", from);
  }

  /// At whole multiples of an interval since 1970-01-01T00:00:00Z: the same instants wherever and
  /// whenever it is made, so that a program that is started again keeps its pace.
  ///
  /// @throws InvalidRequest when the interval is out of range
  public static Every of(Duration interval) {
    return new Every(interval, Instant.EPOCH);
  }

  /// The same, with its first one at another instant.
  ///
  /// @throws InvalidRequest when it is out of range
  public Every from(Instant first) {
    return new Every(interval, first);
  }

  @Override
  public Optional<Instant> nextAfter(Instant previous) {
    if (previous.isBefore(from)) {
      return Optional.of(from);
    }
    if (!previous.isBefore(Reach.LAST)) {
      return Optional.empty();
    }
    long step = interval.toMillis();
    long past = previous.toEpochMilli() - from.toEpochMilli();
    Instant next = from.plusMillis((past / step + 1) * step);
    return next.isAfter(Reach.LAST) ? Optional.empty() : Optional.of(next);
  }

  @Override
  public String text() {
    return "every " + interval + " from " + from;
  }

  @Override
  public String toString() {
    return text();
  }
}
