package dev.jobmill.job;

/// The answer to a submission.
///
/// @param <R> the job's result
public sealed interface Submission<R> {
  /// Taken in, and durable.
  ///
  /// @param handle the new job
  record Admitted<R>(JobHandle<R> handle) implements Submission<R> {}

  /// Recognised: the job was there already. Nothing was changed.
  ///
  /// @param handle the job that is there
  record Duplicate<R>(JobHandle<R> handle) implements Submission<R> {}

  /// Refused. Nothing was changed.
  ///
  /// @param why for programs
  /// @param message for people
  record Rejected<R>(Refusal why, String message) implements Submission<R> {}

  /// Why a well-formed request can be refused.
  enum Refusal {
    /// Its id belongs to a job with other content.
    CONFLICT,
    /// Its unique key is held by another job.
    DUPLICATE,
    /// Its queue has as many waiting jobs as it may have.
    QUEUE_FULL,
    /// It comes after a job that the store does not know.
    UNKNOWN_DEPENDENCY,
    /// Other jobs come after it and have not ended: it cannot be deleted.
    AWAITED
  }
}
