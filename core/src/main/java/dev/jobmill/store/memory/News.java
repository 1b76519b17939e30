package dev.jobmill.store.memory;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Hint;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the operation that goes on has changed of interest to listeners. Guarded by the lock of its
/// [Shelves].
final class News {
  private final Set<String> queuedIn = new HashSet<>();
  private final Set<JobId> ended = new HashSet<>();
  private final Set<String> cancelling = new HashSet<>();
  private boolean pending;
  private boolean stack;

  void queued(String queue) {
    queuedIn.add(queue);
  }

  void ended(JobId job) {
    ended.add(job);
  }

  void cancelling(String worker) {
    cancelling.add(worker);
  }

  /// A stack has come that somebody may wait for.
  void stack() {
    stack = true;
  }

  /// A duty may have something to do earlier than it thinks.
  void pending() {
    pending = true;
  }

  /// The hint for all of it, null when there is nothing to tell; begins anew.
  @Nullable Hint take() {
    if (queuedIn.isEmpty() && ended.isEmpty() && cancelling.isEmpty() && !pending && !stack) {
      return null;
    }
    Hint hint =
        new Hint.Changed(Set.copyOf(queuedIn), Set.copyOf(ended), Set.copyOf(cancelling), pending);
    drop();
    return hint;
  }

  /// Nobody listens.
  void drop() {
    queuedIn.clear();
    ended.clear();
    cancelling.clear();
    pending = false;
    stack = false;
  }
}
