package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// The code that does the work of one type. One instance serves all runs at the same time, so it
/// must be thread-safe.
///
/// @param <P> the payload
/// @param <R> the result
@FunctionalInterface
public interface JobHandler<P, R> {
  /// Does the work of one run, on a thread of its own.
  ///
  /// A run may happen more than once for the same job (a crash, a lost lease): make outside effects
  /// idempotent, or guard them with [JobContext#run()]. When asked to stop, the thread is
  /// interrupted and [JobContext#isCancelled()] turns true.
  ///
  /// @return the result; null for none
  /// @throws Exception any error fails the attempt; [NotRetryable] and [RetryLater] say what comes
  ///   next
  @Nullable R handle(JobContext job, P payload) throws Exception;
}
