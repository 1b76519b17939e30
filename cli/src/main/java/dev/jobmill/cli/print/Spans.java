package dev.jobmill.cli.print;

import java.time.Duration;
import java.util.Locale;

/// Durations for people.
public final class Spans {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  private Spans() {}

  /// A few characters: `85ms`, `1.2s`, `3m05s`, `2h10m`, `4d3h`.
  public static String of(Duration duration) {
    Duration span = duration.isNegative() ? Duration.ZERO : duration;
    long seconds = span.toSeconds();
    if (seconds < 1) {
      return span.toMillis() + "ms";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", (double) span.toMillis() / 1000);
    }
    if (seconds < MINUTE) {
      return seconds + "s";
    }
    if (seconds < HOUR) {
      return String.format(Locale.ROOT, "%dm%02ds", seconds / MINUTE, seconds % MINUTE);
    }
    if (seconds < DAY) {
      return String.format(Locale.ROOT, "%dh%02dm", seconds / HOUR, seconds % HOUR / MINUTE);
    }
    return seconds / DAY + "d" + seconds % DAY / HOUR + "h";
  }
}
