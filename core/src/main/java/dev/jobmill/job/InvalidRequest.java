package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// What was asked for can never be done as it is written: mend it, do not repeat it.
public final class InvalidRequest extends JobmillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public InvalidRequest(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public InvalidRequest(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
