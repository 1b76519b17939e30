package dev.jobmill.job;

/// The job that somebody waited for ended, but not completed. Carries the job with its own error.
public final class JobFailed extends JobmillException {
  private static final long serialVersionUID = 1L;
  private final transient Job job;

  /// For a job that has ended.
  public JobFailed(Job job) {
    super(
        "job "
            + job.id()
            + " ("
            + job.type()
            + ") ended "
            + job.state().wireName()
            + job.reason().map(reason -> ", " + reason.wireName()).orElse("")
            + job.error().map(error -> ": " + error.kind() + ": " + error.message()).orElse(""),
        null);
    this.job = job;
  }

  /// The job as it ended.
  public Job job() {
    return job;
  }
}
