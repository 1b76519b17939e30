package dev.jobmill.worker;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Queues.QueueInfo;
import java.time.Duration;
import java.util.List;

/// The queues that there are, for pools that serve all of them. Read by the claim loop; [#hear] may
/// be called by any thread.
final class QueueNames {
  private final Queues registry;
  private final Duration poll;
  private volatile boolean mayBeNew = true;
  private volatile List<String> names = List.of();
  private long readNanos;

  /// @param poll how often they are read without a hint: hints may be lost
  QueueNames(Queues registry, Duration poll) {
    this.registry = registry;
    this.poll = poll;
  }

  void hear(Hint hint) {
    switch (hint) {
      case Hint.Anything anything -> mayBeNew = true;
      case Hint.Changed changed -> {
        if (!names.containsAll(changed.queued())) {
          mayBeNew = true;
        }
      }
    }
  }

  /// @throws StoreUnavailable when they must be read and cannot
  List<String> read(long now) {
    if (mayBeNew || now - readNanos >= poll.toNanos()) {
      mayBeNew = false;
      try {
        names = registry.queues().stream().map(QueueInfo::name).toList();
      } catch (StoreUnavailable away) {
        mayBeNew = true;
        throw away;
      }
      readNanos = now;
    }
    return names;
  }
}
