package dev.jobmill.job;

/// A job that another one comes after.
///
/// @param queue the queue of the job that is waited for
/// @param job the job that is waited for: one that exists when the other is submitted, so that a
///   circle cannot be made
/// @param onFailure what becomes of the waiting job when this one ends other than completed
public record Dependency(String queue, JobId job, OnFailure onFailure) {
  /// The most jobs that one job may come after.
  public static final int COUNT_MAX = 1_000;

  /// Comes after `job`, and is cancelled when that does not complete.
  public static Dependency on(Job job) {
    return new Dependency(job.queue(), job.id(), OnFailure.CANCEL);
  }

  /// The same dependency with another rule.
  public Dependency onFailure(OnFailure rule) {
    return new Dependency(queue, job, rule);
  }

  /// What becomes of the waiting job when the one that it waits for ends other than completed.
  public enum OnFailure {
    /// It ends `CANCELLED`, reason `DEPENDENCY_FAILED`, without waiting for others.
    CANCEL,
    /// It runs as if the other had completed.
    RUN,
    /// It ends `FAILED`, reason `DEPENDENCY_FAILED`, without waiting for others.
    FAIL
  }
}
