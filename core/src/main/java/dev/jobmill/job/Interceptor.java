package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// Code around every run of every handler of a mill: for tracing, tenancy, transactions, metrics.
/// Interceptors stand around one another in the order in which they were added, the first one
/// outermost. One instance serves all runs at the same time, so it must be thread-safe.
///
/// ```java
/// public <P, R> R around(JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
///     throws Exception {
///   try (Span span = tracer.start(type.name())) {
///     return next.handle(job, payload);
///   }
/// }
/// ```
///
/// The method has type parameters, so a method reference or a class is needed: a lambda cannot have
/// any.
@FunctionalInterface
public interface Interceptor {
  /// Stands around one run, on the handler's thread, after the payload has been read.
  ///
  /// - **Calls on** with `next.handle(job, payload)`, at most once, on this thread, before it
  ///   returns. A call after that, or on another thread, throws [IllegalStateException] and runs
  ///   nothing: whoever wants another attempt throws, and the type's [RetryPolicy] decides.
  /// - **Does not call on**: the handler does not run, and what is returned here is the run's
  ///   result.
  /// - **Throws**: to the engine the handler has thrown. That refuses the run when it comes before
  ///   the call, and undoes nothing when it comes after it. What the handler threw comes out of the
  ///   call, and should be thrown on: an interceptor that swallows it makes the run a success.
  ///
  /// Time limits and cancels count for interceptors as for handlers.
  ///
  /// @param job what the handler is given
  /// @param type what the handler is registered for; the job may bear one of its aliases
  /// @param payload what the handler is given; another one may be passed on
  /// @param next the next interceptor, or the handler
  /// @return the run's result; null for none
  /// @throws Exception any error fails the attempt
  <P, R> @Nullable R around(JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
      throws Exception;
}
