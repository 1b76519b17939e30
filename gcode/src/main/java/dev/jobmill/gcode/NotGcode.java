package dev.jobmill.gcode;

import dev.jobmill.job.NotRetryable;

/// There is not one valid command in the file: it is text or data of another kind. Reading it again
/// cannot help.
public final class NotGcode extends NotRetryable {
  private static final long serialVersionUID = 1L;

  /// With a message that names the file, what is wrong and the mend.
  public NotGcode(String message) {
    super(message);
  }
}
