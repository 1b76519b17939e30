package dev.jobmill.gcode;

import dev.jobmill.job.NotRetryable;

/// The path cannot be read as a file: a folder, a device, or a file that this process may not open.
public final class FileUnreadable extends NotRetryable {
  private static final long serialVersionUID = 1L;

  /// With a message that names the file, what is wrong and the mend.
  public FileUnreadable(String message) {
    super(message);
  }
}
