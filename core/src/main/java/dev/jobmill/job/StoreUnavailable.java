package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// The store cannot be used at the moment and nothing was changed: try again.
public class StoreUnavailable extends JobmillException {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public StoreUnavailable(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
