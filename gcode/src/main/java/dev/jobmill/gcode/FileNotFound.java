package dev.jobmill.gcode;

import dev.jobmill.job.NotRetryable;

/// There is no file at the path.
public final class FileNotFound extends NotRetryable {
  private static final long serialVersionUID = 1L;

  /// With a message that names the file, what is wrong and the mend.
  public FileNotFound(String message) {
    super(message);
  }
}
