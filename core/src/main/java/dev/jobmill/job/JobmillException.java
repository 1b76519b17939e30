package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// The root of what Jobmill throws. Each subclass tells the caller what to do next.
public abstract class JobmillException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// For subclasses.
  protected JobmillException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
