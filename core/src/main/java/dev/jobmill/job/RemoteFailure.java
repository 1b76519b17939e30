package dev.jobmill.job;

/// Thrown where a handler ran in another process and failed there: the job's error is what that
/// process told, its kind and stack trace included, and not this exception.
public final class RemoteFailure extends JobmillException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /// @param failure what was told
  public RemoteFailure(Failure failure) {
    super(failure.message(), null);
    this.failure = failure;
  }

  /// What was told.
  public Failure failure() {
    return failure;
  }

  /// The stack trace that was told, so that it is part of whatever this is the cause of.
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is the other process's own
  public String toString() {
    String stack = failure.stack();
    return stack == null ? failure.kind() + ": " + failure.message() : stack.strip();
  }

  /// Says nothing: where the failure was told is of no use to anybody.
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
