package dev.jobmill.cli;

import org.jspecify.annotations.Nullable;

/// Ends the program with one line for a person and a status for a script.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status see [ExitStatus]
  /// @param message what is wrong, a colon, what to do
  Problem(int status, String message) {
    this(status, message, null);
  }

  Problem(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  int status() {
    return status;
  }
}
