package dev.jobmill.store;

import dev.jobmill.job.JobId;
import java.util.Set;

/// What a commit may have changed.
public sealed interface Hint {
  /// Something, in another process: look at everything that is of interest.
  record Anything() implements Hint {}

  /// Something in this process.
  ///
  /// @param queued queues in which jobs became `QUEUED`
  /// @param ended jobs that came to an end
  /// @param cancelling workers of which jobs became `CANCELLING`, or of whose runs a stack was
  ///   asked for: those that should renew now
  /// @param pending whether a duty may have something to do earlier than it thinks: a job has
  ///   become due at some time, or the end of one has left others to be released
  record Changed(Set<String> queued, Set<JobId> ended, Set<String> cancelling, boolean pending)
      implements Hint {}
}
