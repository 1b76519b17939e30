package dev.jobmill.gcode;

import dev.jobmill.job.NotRetryable;

/// The file is known by its first bytes to be a container (binary G-code, an archive) that is not
/// read at present.
public final class UnsupportedContainer extends NotRetryable {
  private static final long serialVersionUID = 1L;

  /// With a message that names the file, what is wrong and the mend.
  public UnsupportedContainer(String message) {
    super(message);
  }
}
