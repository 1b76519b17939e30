package dev.jobmill.job;

import java.time.Duration;

/// How long to wait between attempts: `first × factor^(n-1)`, at most `max`, spread by ± `jitter`.
///
/// @param first the wait after the first failed attempt
/// @param factor how much longer each wait is than the one before; 1 for a fixed wait
/// @param max the longest wait before the spread
/// @param jitter the spread as a part of the wait, 0 to 1: many jobs that failed together shall not
///   come back together
public record Backoff(Duration first, double factor, Duration max, double jitter) {
  /// 5 s, 10 s, 20 s, … at most an hour, ± 20 %.
  public static final Backoff STANDARD =
      new Backoff(Duration.ofSeconds(5), 2, Duration.ofHours(1), 0.2);

  /// Checks the ranges.
  ///
  /// @throws InvalidRequest when a value is outside of its range
  public Backoff {
    Limits.check("backoff", first);
    Limits.check("backoff", max);
    if (!(factor >= 1 && factor <= 1000)) {
      throw new InvalidRequest("backoff factor " + factor + " is out of range: use 1 to 1000");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new InvalidRequest("backoff jitter " + jitter + " is out of range: use 0 to 1");
    }
  }

  /// The same wait each time, without a spread.
  public static Backoff fixed(Duration wait) {
    return new Backoff(wait, 1, wait, 0);
  }

  /// This backoff begun with another first wait.
  public Backoff startingAt(Duration wait) {
    return new Backoff(wait, factor, wait.compareTo(max) > 0 ? wait : max, jitter);
  }

  /// The wait after the `attempt`-th attempt has failed.
  ///
  /// @param attempt 1 for the first
  /// @param random 0 (inclusive) to 1 (exclusive)
  public Duration after(int attempt, double random) {
    double millis = (double) first.toMillis() * Math.pow(factor, Math.max(0, attempt - 1));
    double capped = Math.min(millis, (double) max.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 + jitter * (2 * random - 1))));
  }
}
