package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// The run was asked to stop. Handlers let it pass through; see [JobContext#checkCancelled()].
public final class CancelledRun extends JobmillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public CancelledRun(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public CancelledRun(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
