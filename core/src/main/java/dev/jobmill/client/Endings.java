package dev.jobmill.client;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Wakeups;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Who waits for which job, so that a hint wakes just those. The waiting thread looks for itself: a
/// hint only spares it the poll. Thread-safe.
final class Endings implements AutoCloseable {
  private final Map<JobId, Set<Waiter>> waiting = new ConcurrentHashMap<>();
  private final Wakeups.Subscription subscription;

  Endings(Wakeups wakeups) {
    this.subscription = wakeups.listen(this::hear);
  }

  /// From now on hints about the job are remembered, until the waiter is closed. Look at the job
  /// after this, not before.
  Waiter waitFor(JobId id) {
    Waiter waiter = new Waiter(id);
    waiting.compute(
        id,
        (key, waiters) -> {
          Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  private void hear(Hint hint) {
    if (waiting.isEmpty()) {
      return;
    }
    switch (hint) {
      case Hint.Anything anything -> waiting.values().forEach(Endings::wake);
      case Hint.Changed changed ->
          changed.ended().forEach(id -> wake(waiting.getOrDefault(id, Set.of())));
    }
  }

  private static void wake(Set<Waiter> waiters) {
    waiters.forEach(waiter -> waiter.signals.release());
  }

  @Override
  public void close() {
    subscription.close();
  }

  final class Waiter implements AutoCloseable {
    private final JobId id;
    private final Semaphore signals = new Semaphore(0);

    private Waiter(JobId id) {
      this.id = id;
    }

    /// Returns when there was a hint since the last look, or after the time given.
    void await(long nanos) throws InterruptedException {
      if (signals.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        signals.drainPermits();
      }
    }

    @Override
    public void close() {
      waiting.computeIfPresent(
          id,
          (key, waiters) -> {
            waiters.remove(this);
            return waiters.isEmpty() ? null : waiters;
          });
    }
  }
}
