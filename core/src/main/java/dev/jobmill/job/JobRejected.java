package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// A well-formed request was refused, for example because its id belongs to another job: nothing
/// was changed.
public final class JobRejected extends JobmillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public JobRejected(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public JobRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
