package dev.jobmill.job;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A client's view of one job. Thread-safe; holds nothing but the id, so it may be dropped at any
/// time.
///
/// @param <R> the result
public interface JobHandle<R> {
  /// The job's id.
  JobId id();

  /// The job as it is now.
  ///
  /// @throws InvalidRequest when the store does not know it (any more)
  Job job();

  /// Waits until the job has ended, however it ends.
  ///
  /// @throws TimeoutException when it has not within `limit`
  /// @throws InterruptedException when the waiting thread is interrupted
  Job await(Duration limit) throws TimeoutException, InterruptedException;

  /// Waits until the job has ended and gives its result.
  ///
  /// @return the result; null when the handler gave none
  /// @throws JobFailed when it ended other than completed: carries the job's own error
  /// @throws TimeoutException when it has not ended within `limit`
  /// @throws InterruptedException when the waiting thread is interrupted
  @Nullable R result(Duration limit) throws TimeoutException, InterruptedException;

  /// Asks for the job to be cancelled.
  ///
  /// @return the state that it is in afterwards: `CANCELLED` when it had not started, `CANCELLING`
  ///   when it runs, or the end that it had already come to
  JobState cancel();
}
