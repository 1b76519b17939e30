package dev.jobmill.cli;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;

/// Something new about a job that is followed.
sealed interface Change {
  /// It is in another state, in another run, or has come further.
  record Moved(Job job) implements Change {}

  /// It has written a line into its log.
  record Wrote(Job job, LogLine line) implements Change {}

  /// It has ended; nothing follows.
  record Ended(Job job) implements Change {}

  /// The store does not know it any more; nothing follows.
  record Gone(JobId id) implements Change {}
}
