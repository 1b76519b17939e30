package dev.jobmill.process.child;

import org.jspecify.annotations.Nullable;

/// The handlers that a child was started for cannot be had.
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
