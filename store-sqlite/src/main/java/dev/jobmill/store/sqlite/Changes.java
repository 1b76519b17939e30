package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Hint;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a transaction changed that others may wait for.
final class Changes {
  private final boolean detailed;
  private final Set<String> queued = new HashSet<>();
  private final Set<JobId> ended = new HashSet<>();
  private final Set<String> cancelling = new HashSet<>();
  private boolean pending;
  private boolean any;

  /// @param detailed whether somebody in this process listens
  Changes(boolean detailed) {
    this.detailed = detailed;
  }

  void queued(String queue) {
    any = true;
    if (detailed) {
      queued.add(queue);
    }
  }

  void ended(JobId job) {
    any = true;
    if (detailed) {
      ended.add(job);
    }
  }

  /// A job whose id cannot be told has ended.
  void endedUnread() {
    any = true;
  }

  /// Takes over what a part of the transaction has changed.
  void add(Changes part) {
    any |= part.any;
    pending |= part.pending;
    cancelling.addAll(part.cancelling);
    if (detailed) {
      queued.addAll(part.queued);
      ended.addAll(part.ended);
    }
  }

  /// A stack has come that somebody may wait for.
  void stack() {
    any = true;
  }

  void cancelling(String worker) {
    any = true;
    cancelling.add(worker);
  }

  void pending() {
    any = true;
    pending = true;
  }

  boolean any() {
    return any;
  }

  /// A listener that came in the middle is told to look at everything.
  @Nullable Hint hint() {
    if (!any) {
      return null;
    }
    return detailed ? new Hint.Changed(queued, ended, cancelling, pending) : new Hint.Anything();
  }
}
