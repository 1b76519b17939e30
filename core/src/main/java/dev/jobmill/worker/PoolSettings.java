package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Names;

/// What a pool is.
///
/// @param name told in messages and status
/// @param size how many jobs it runs at once: 1 to [#SIZE_MAX]
/// @param order which queues it serves
/// @param threads on which kind of thread
public record PoolSettings(String name, int size, QueueOrder order, Threads threads) {
  /// The name of the pool that a worker has when nothing else is said.
  public static final String DEFAULT = "default";

  /// The largest pool.
  public static final int SIZE_MAX = 10_000;

  /// On which kind of thread handlers run.
  public enum Threads {
    /// As the job's type asks.
    BY_TYPE,
    /// On platform threads, whatever the type asks.
    PLATFORM,
    /// On virtual threads, whatever the type asks.
    VIRTUAL
  }

  /// Checks.
  public PoolSettings {
    Names.check("pool", name);
    checkSize(name, size);
  }

  static int checkSize(String name, int size) {
    if (size < 1 || size > SIZE_MAX) {
      throw new InvalidRequest(
          "size " + size + " of pool " + name + " is out of range: use 1 to " + SIZE_MAX);
    }
    return size;
  }
}
