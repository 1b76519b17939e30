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
  /// @param cancelling workers of which jobs became `CANCELLING`
  /// @param pending whether jobs became `PENDING`, so that the next due time may have changed
  record Changed(Set<String> queued, Set<JobId> ended, Set<String> cancelling, boolean pending)
      implements Hint {}
}
