package dev.jobmill.store;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;

/// The address of one run of a job, and the right to write for it.
///
/// @param queue the job's queue
/// @param id the job
/// @param run the fencing token: the job's run number when it was claimed
public record RunKey(String queue, JobId id, int run) {
  /// The latest run of `job`.
  public static RunKey of(Job job) {
    return new RunKey(job.queue(), job.id(), job.run());
  }

  /// The job that is run.
  public JobKey job() {
    return new JobKey(queue, id);
  }
}
