package dev.jobmill;

import dev.jobmill.worker.PoolSettings;
import dev.jobmill.worker.PoolSettings.Threads;
import dev.jobmill.worker.QueueOrder;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// How many jobs of which queues run at once, and on which kind of thread. A worker may have
/// several pools, which never take each other's slots. Never changes: each method gives another
/// pool.
///
/// ```java
/// Jobmill.open(store)
///     .pool(WorkerPool.of("mail", 20).queues("mail"))
///     .pool(WorkerPool.of("reports", 2).inOrder("urgent", "nightly").onPlatformThreads())
/// ```
public final class WorkerPool {
  private final PoolSettings settings;

  private WorkerPool(PoolSettings settings) {
    this.settings = settings;
  }

  /// A pool that serves all queues, each in its turn, on the threads that the types of its jobs ask
  /// for.
  ///
  /// @param name told in messages and status; one pool of a worker bears it
  /// @param size how many jobs it runs at once: 1 to 10 000
  /// @throws dev.jobmill.job.InvalidRequest when either cannot be used
  public static WorkerPool of(String name, int size) {
    return new WorkerPool(new PoolSettings(name, size, QueueOrder.ALL, Threads.BY_TYPE));
  }

  /// Serves these queues alone, each in its turn.
  ///
  /// @param names at most 1 000; none for all, new ones included
  /// @throws dev.jobmill.job.InvalidRequest when one is malformed or named twice
  public WorkerPool queues(String... names) {
    return with(QueueOrder.inTurn(List.of(names)));
  }

  /// Serves these queues alone, in strict order: a job of a queue is taken only while no queue
  /// before it has one.
  ///
  /// @param names at least one, the most urgent first
  /// @throws dev.jobmill.job.InvalidRequest when one is malformed or named twice
  public WorkerPool inOrder(String... names) {
    return with(new QueueOrder.Strict(List.of(names)));
  }

  /// Serves these queues alone: while all of them have jobs they share the slots by their weights,
  /// and what one leaves over goes to the others.
  ///
  /// @param weights 1 to 100 each; at least one
  /// @throws dev.jobmill.job.InvalidRequest when a weight or name cannot be used
  public WorkerPool weighted(Map<String, Integer> weights) {
    SequencedMap<String, Integer> sorted =
        weights instanceof SequencedMap<String, Integer> inOrder ? inOrder : new TreeMap<>(weights);
    return with(new QueueOrder.Weighted(sorted));
  }

  private WorkerPool with(QueueOrder order) {
    return new WorkerPool(
        new PoolSettings(settings.name(), settings.size(), order, settings.threads()));
  }

  /// Runs all of its jobs on platform threads, as those that compute need it.
  public WorkerPool onPlatformThreads() {
    return with(Threads.PLATFORM);
  }

  /// Runs all of its jobs on virtual threads, as suits those that wait.
  public WorkerPool onVirtualThreads() {
    return with(Threads.VIRTUAL);
  }

  private WorkerPool with(Threads threads) {
    return new WorkerPool(
        new PoolSettings(settings.name(), settings.size(), settings.order(), threads));
  }

  PoolSettings settings() {
    return settings;
  }

  /// Its name.
  public String name() {
    return settings.name();
  }

  /// How many jobs it runs at once.
  public int size() {
    return settings.size();
  }

  /// The queues that it serves; empty for all.
  public List<String> queues() {
    return settings.order().queues();
  }
}
