package dev.jobmill.store;

import dev.jobmill.job.JobSpec;
import java.util.List;

/// Jobs of one caller for one queue that are taken in all or none.
///
/// @param queue the queue of all of them
/// @param jobs 1 to [Admission#GROUP_SIZE_MAX] jobs
public record AdmitGroup(String queue, List<JobSpec> jobs) {
  /// Checks what a caller must get right.
  public AdmitGroup {
    jobs = List.copyOf(jobs);
    if (jobs.isEmpty() || jobs.size() > Admission.GROUP_SIZE_MAX) {
      throw new IllegalArgumentException(
          "a group of " + jobs.size() + " jobs: use 1 to " + Admission.GROUP_SIZE_MAX);
    }
    for (JobSpec job : jobs) {
      if (!job.queue().equals(queue)) {
        throw new IllegalArgumentException(
            "job " + job.id() + " of queue " + job.queue() + " in a group of queue " + queue);
      }
    }
  }
}
