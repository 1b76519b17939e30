package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Due when a clock on a wall shows certain times: a cron expression and the time zone of the
/// clock.
///
/// # What may be written
///
/// Five fields (minute, hour, day of month, month, day of week) or six with the second before them,
/// divided by white space; or `@yearly` (the same as `@annually`), `@monthly`, `@weekly`, `@daily`
/// (`@midnight`), `@hourly`. Large and small letters are the same.
///
/// | field | values |
/// |---|---|
/// | second, minute | 0 to 59 |
/// | hour | 0 to 23 |
/// | day of month | 1 to 31; `L` the last day; `L-3` three days before it; `15W` the working day (Monday to Friday) of the month that is nearest to the 15th; `LW` the last working day |
/// | month | 1 to 12, `JAN` to `DEC` |
/// | day of week | 0 to 7, with Sunday as 0 and 7; `SUN` to `SAT`; `FRIL` or `5L` the last Friday of the month; `MON#2` the second Monday |
///
/// Each field is `*` (every value), a value, a range such as `1-5`, a step such as `*/15`,
/// `5-59/10` or `5/10` (from 5 to the end of the field), or a list of these with commas. In the two
/// day fields `?` is the same as `*`. A step may not be longer than its field: `*/90` as minute
/// would be each hour and not every 90 minutes, for which there is [Every].
///
/// **Two day fields.** When both say something, a day is meant that *either* of them names, as in
/// Vixie's cron: `0 12 1 * MON` is noon of each first and of each Monday. A field that begins with
/// `*` (or is `?`) says nothing by itself, also with a step; then *both* must hold: `0 12 1-7 *
/// */7` is noon of the first Sunday of each month.
///
/// What can never come, such as the 30th of February, is refused.
///
/// # When the clocks are changed
///
/// An expression is an *interval* when its second, minute or hour is written with `*` or a step, or
/// names every value of its field, and holds more than one value. Else it gives *clock times*, also
/// as ranges and lists.
///
/// - **Clock times come once.** One that the clock shows twice comes the first time. One that the
///   clock leaves out comes at the end of the gap, the first moment after it; all that a gap leaves
///   out come there together, as one instant, which is also that of a time that is due there
///   anyway.
/// - **Intervals follow elapsed time.** They come whenever the clock shows a time that is meant, so
///   twice when it shows it twice: every half hour stays every half hour. What the clock leaves out
///   is not made up when the next time comes, in elapsed time, as soon after the change as the
///   first missing one would have come. Where it would come later, the end of the gap stands in
///   once. So no gap makes an interval pause for longer than usual.
///
/// With 02:00 to 03:00 left out in spring and shown twice in autumn:
///
/// | expression | is | spring | autumn |
/// |---|---|---|---|
/// | `30 2 * * *` | clock time | 03:00 | 02:30, the first one |
/// | `30 1-3 * * *` | clock times | 01:30, 03:00, 03:30 | 01:30, 02:30 once, 03:30 |
/// | `*/15 * * * *` | interval | 01:45, 03:00 | every quarter of an hour, in both hours |
/// | `30 * * * *` | interval | 01:30, 03:30 | 01:30, 02:30 twice, 03:30 |
/// | `30 */2 * * *` | interval | 00:30, 03:00, 04:30 | 00:30, 02:30 twice, 04:30 |
/// | `0-59/20 2 * * *` | interval | 03:00 | six times, three in each hour |
///
/// A midnight that is left out comes at the end of its gap, mostly 01:00. A day that is left out as
/// a whole (Samoa's 30 December 2011) has its clock times at the beginning of the next one. The
/// rule is the same for every change of a zone's offset from UTC, for daylight saving or for good.
/// What shall not be touched by any change takes the zone UTC.
public final class Cron implements Schedule {
  private final Expression expression;
  private final ZoneId zone;
  private final ZonedTimes times;

  private Cron(Expression expression, ZoneId zone) {
    this.expression = expression;
    this.zone = zone;
    this.times = new ZonedTimes(expression.times(), zone.getRules());
  }

  /// The schedule of an expression.
  ///
  /// @param text up to 500 characters
  /// @param zone whose clock is meant
  /// @throws InvalidRequest when it is malformed or means no time at all; the message names the
  ///   field, the value and the mend
  public static Cron of(String text, ZoneId zone) {
    return new Cron(Expression.read(text), zone);
  }

  /// The expression with single spaces, names in capitals and nicknames in small letters.
  public String expression() {
    return expression.text();
  }

  /// Whose clock is meant.
  public ZoneId zone() {
    return zone;
  }

  @Override
  public Optional<Instant> nextAfter(Instant previous) {
    if (!previous.isBefore(Reach.LAST)) {
      return Optional.empty();
    }
    long found = times.from(Math.max(previous.getEpochSecond() + 1, 0));
    return found > Reach.LAST.getEpochSecond()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(found));
  }

  @Override
  public String text() {
    return "cron " + expression.text() + " @" + zone.getId();
  }

  /// The same expression in the same zone; others may mean the same times and are still not equal.
  @Override
  public boolean equals(Object other) {
    return other instanceof Cron that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
