package dev.jobmill.wire;

import dev.jobmill.job.InvalidRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text form of durations: `250ms`, `30s`, `5m`, `2h`, `1d`, or ISO-8601 (`PT30S`).
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

  /// More than a person means, and less than what arithmetic in milliseconds can hold.
  private static final Duration MAX = Duration.ofDays(36_500);

  private Durations() {}

  /// Reads a duration of zero or more.
  ///
  /// @param what what it is for, for the message
  /// @throws InvalidRequest when it is not one, is negative or longer than a hundred years
  public static Duration parse(String what, String text) {
    Duration duration = read(what, text);
    if (duration.isNegative() || duration.compareTo(MAX) > 0) {
      throw new InvalidRequest(what + " '" + text + "' is out of range: use 0 to 36500d");
    }
    return duration;
  }

  private static Duration read(String what, String text) {
    Matcher matcher = SHORT.matcher(text);
    try {
      if (matcher.matches()) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
      }
      if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException | ArithmeticException malformed) {
      throw notADuration(what, text, malformed);
    }
    throw notADuration(what, text, null);
  }

  private static InvalidRequest notADuration(String what, String text, @Nullable Throwable cause) {
    return new InvalidRequest(
        what + " '" + text + "' is not a duration: write it like 250ms, 30s, 5m, 2h, 1d or PT30S",
        cause);
  }

  /// A duration as seconds with at most three decimals and no more digits than needed, the form
  /// that JSON has.
  public static BigDecimal seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}
