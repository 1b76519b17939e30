package dev.jobmill.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a worker fares, as it says itself with its renewals: up to one interval of renewal old,
/// younger when a slot has become stuck or free again.
///
/// @param pools its pools, in the order in which they were defined
/// @param loops its loops and duties; empty where it says nothing of them
public record WorkerStatus(List<PoolStatus> pools, List<LoopStatus> loops) {
  /// Copies.
  public WorkerStatus {
    pools = List.copyOf(pools);
    loops = List.copyOf(loops);
  }

  /// How many of all slots are stuck.
  public int stuck() {
    return pools.stream().mapToInt(PoolStatus::stuck).sum();
  }

  /// A pool of a worker.
  ///
  /// @param name its name
  /// @param size how many jobs it runs at once; `busy` may be more after it was made smaller
  /// @param busy how many slots are taken, stuck ones included
  /// @param stuck how many are taken by runs that were told to stop and did not
  /// @param claiming whether it takes jobs; not while too many of its slots are stuck
  public record PoolStatus(String name, int size, int busy, int stuck, boolean claiming) {}

  /// A loop or duty of a worker.
  ///
  /// @param name its name
  /// @param lastSuccess when it last did its work, by the worker's clock; null for never
  /// @param lastError what went wrong since; null for nothing
  public record LoopStatus(
      String name, @Nullable Instant lastSuccess, @Nullable String lastError) {}
}
