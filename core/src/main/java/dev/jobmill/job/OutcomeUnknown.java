package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// The store was lost while it answered: the operation may or may not have taken effect. Every
/// operation of a store is safe to repeat, so repeat it, or read back.
public final class OutcomeUnknown extends StoreUnavailable {
  private static final long serialVersionUID = 1L;

  /// With a message that names the thing, what is wrong and the mend.
  public OutcomeUnknown(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public OutcomeUnknown(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
