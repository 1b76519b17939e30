package dev.jobmill.store;

import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Failure;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;

/// What the end of a job means for one that comes after it.
public enum DependencyRule {
  /// The dependency is met.
  MET,
  /// The other ends `CANCELLED`, reason `DEPENDENCY_FAILED`.
  CANCEL,
  /// The other ends `FAILED`, reason `DEPENDENCY_FAILED`.
  FAIL;

  /// Decides.
  ///
  /// @param rule the rule of the dependency
  /// @param end how the job that was waited for ended
  public static DependencyRule of(OnFailure rule, JobState end) {
    if (end == JobState.COMPLETED) {
      return MET;
    }
    return switch (rule) {
      case RUN -> MET;
      case CANCEL -> CANCEL;
      case FAIL -> FAIL;
    };
  }

  /// The state that the waiting job ends in; only for the two that end it.
  public JobState end() {
    return switch (this) {
      case CANCEL -> JobState.CANCELLED;
      case FAIL -> JobState.FAILED;
      case MET -> throw new IllegalStateException("bug: a dependency that is met ends nothing");
    };
  }

  /// The error that the waiting job shows.
  ///
  /// @param job the one that was waited for
  /// @param end how that ended
  public static Failure failure(JobId job, JobState end) {
    return Failure.of(
        "DependencyFailed", "job " + job + ", which it comes after, ended " + end.wireName());
  }
}
