package dev.jobmill.job;

import dev.jobmill.job.Submission.Refusal;

/// A well-formed request was refused as things stand: nothing was changed. A queue that is full has
/// its own type, [QueueFull], since there waiting helps.
public class JobRejected extends JobmillException {
  private static final long serialVersionUID = 1L;

  private final Refusal why;

  /// @param why for programs
  /// @param message names the thing, what is wrong and the mend
  public JobRejected(Refusal why, String message) {
    super(message, null);
    this.why = why;
  }

  /// The exception for a refusal.
  public static JobRejected of(Refusal why, String message) {
    return why == Refusal.QUEUE_FULL ? new QueueFull(message) : new JobRejected(why, message);
  }

  /// Why, for programs.
  public Refusal why() {
    return why;
  }
}
