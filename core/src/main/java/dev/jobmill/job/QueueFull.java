package dev.jobmill.job;

/// A queue has as many waiting jobs as it may have: nothing was taken in. Try again when some have
/// run.
public final class QueueFull extends JobRejected {
  private static final long serialVersionUID = 1L;

  /// With a message that names the queue and its limit.
  public QueueFull(String message) {
    super(Submission.Refusal.QUEUE_FULL, message);
  }
}
