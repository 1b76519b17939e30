package dev.jobmill.job;

import java.util.Locale;

/// Why a job is pending, or why it ended as it did where the state alone does not say.
public enum Reason {
  /// Pending: it was submitted or snoozed for later.
  SCHEDULED,
  /// Pending: it failed or crashed and waits for its next attempt.
  RETRY,
  /// Pending: jobs that it comes after have not ended.
  DEPENDENCIES,
  /// Pending: a limit keeps it back.
  LIMIT,
  /// Cancelled: its deadline for a first start has passed.
  EXPIRED,
  /// Cancelled or failed: a job that it comes after did not complete.
  DEPENDENCY_FAILED,
  /// Failed: it took its worker down several times while it ran alone.
  QUARANTINED,
  /// Failed: its run was lost and it must not run twice.
  LOST,
  /// Failed: its payload cannot be read.
  REJECTED_PAYLOAD,
  /// Failed: its handler or its policy says that another attempt is of no use.
  NOT_RETRYABLE,
  /// Failed: its result is larger than a result may be.
  RESULT_TOO_LARGE;

  /// The word that programs read: lower case with hyphens.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
