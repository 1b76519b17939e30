package dev.jobmill.store;

import dev.jobmill.job.Due;
import dev.jobmill.job.Priority;

/// What can be changed of a job that waits.
public sealed interface Change {
  /// Another place in its queue.
  ///
  /// @param priority the new one
  record Prioritise(Priority priority) implements Change {}

  /// Another time before which it does not run.
  ///
  /// @param due the new one; one that has passed means now
  record Reschedule(Due due) implements Change {}
}
