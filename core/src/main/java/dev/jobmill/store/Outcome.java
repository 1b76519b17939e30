package dev.jobmill.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of a run, as its worker decided. What becomes of the job is decided by [NextStep],
/// which also knows of a cancel.
public sealed interface Outcome {
  /// The work is done.
  ///
  /// @param result what it gave; null for nothing
  record Completed(@Nullable Content result) implements Outcome {}

  /// The job failed for good.
  ///
  /// @param error what went wrong
  /// @param reason why there is no other attempt, where it is not that they are used up
  record Failed(Failure error, @Nullable Reason reason) implements Outcome {}

  /// The time limit passed for the last time.
  ///
  /// @param error what is shown
  record TimedOut(Failure error) implements Outcome {}

  /// The attempt failed and there is another one.
  ///
  /// @param error what went wrong
  /// @param cause how the attempt ended
  /// @param delay the wait before the next
  record Retry(Failure error, Cause cause, Duration delay) implements Outcome {}

  /// There was nothing to do yet: the attempt is not charged.
  ///
  /// @param delay the wait before the next run
  record Snoozed(Duration delay) implements Outcome {}

  /// How an attempt that is followed by another one ended.
  enum Cause {
    /// Its handler failed.
    FAILED,
    /// Its time limit passed.
    TIMEOUT
  }
}
