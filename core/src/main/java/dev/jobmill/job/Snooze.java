package dev.jobmill.job;

import java.time.Duration;

/// Thrown by a handler that has nothing to do yet ("the file is still being written"): the job
/// comes back later, and the attempt is not charged. For what went wrong there is [RetryLater].
public final class Snooze extends JobmillException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /// @param delay how long to wait; negative means not at all
  /// @param message why, for people
  public Snooze(Duration delay, String message) {
    super(message, null);
    this.delay = Limits.bring(delay);
  }

  /// The wait before the next run.
  public Duration delay() {
    return delay;
  }
}
