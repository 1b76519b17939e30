package dev.jobmill.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown by a handler that knows when its next attempt makes sense ("come back in 90 s", said a
/// server). The attempt counts; the wait replaces the one that the backoff would give.
public final class RetryLater extends JobmillException {
  private static final long serialVersionUID = 1L;
  private final Duration delay;

  /// @param delay how long to wait; negative means not at all
  public RetryLater(Duration delay, String message) {
    this(delay, message, null);
  }

  /// With the failure that caused it.
  public RetryLater(Duration delay, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.delay = Limits.bring(delay);
  }

  /// The wait before the next attempt.
  public Duration delay() {
    return delay;
  }
}
