package dev.jobmill.store;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;

/// The address of a job: every write names its queue, because queues may be placed apart.
///
/// @param queue the job's queue
/// @param id the job
public record JobKey(String queue, JobId id) {
  /// The address of `job`.
  public static JobKey of(Job job) {
    return new JobKey(job.queue(), job.id());
  }
}
