package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// Thrown by a handler whose job can never succeed: it ends `failed`, reason `not-retryable`,
/// without another attempt. The job's error takes the kind and message of the cause where there is
/// one.
public class NotRetryable extends JobmillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public NotRetryable(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public NotRetryable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
