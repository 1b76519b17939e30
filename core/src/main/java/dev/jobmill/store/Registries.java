package dev.jobmill.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which workers there are.
public interface Registries {
  /// A worker says that it is there. It must, before its first claim; saying it again replaces what
  /// was said, but for its status, which only a renewal changes.
  void announce(WorkerInfo worker);

  /// A worker says that it has ended in good order. Runs that it still has are treated as lost by a
  /// crash.
  void withdraw(String worker);

  /// The workers that have announced themselves and have neither ended nor been found dead, oldest
  /// first.
  List<WorkerInfo> workers();

  /// A worker.
  ///
  /// @param id new at every start; 1 to 128 characters of a name
  /// @param host where it runs
  /// @param pid the process that it is in
  /// @param slots how many jobs it ran at once when it started, in all of its pools
  /// @param types what it handles
  /// @param queues what it serves; empty for all
  /// @param startedAt by its own clock
  /// @param status what it last said of itself in a renewal; null for nothing. Ignored by
  ///   [#announce]
  record WorkerInfo(
      String id,
      String host,
      long pid,
      int slots,
      List<ClaimRequest.HandledType> types,
      List<String> queues,
      Instant startedAt,
      @Nullable WorkerStatus status) {
    /// Copies.
    public WorkerInfo {
      types = List.copyOf(types);
      queues = List.copyOf(queues);
    }

    /// A worker that has not said how it fares.
    public WorkerInfo(
        String id,
        String host,
        long pid,
        int slots,
        List<ClaimRequest.HandledType> types,
        List<String> queues,
        Instant startedAt) {
      this(id, host, pid, slots, types, queues, startedAt, null);
    }

    /// The same with another status.
    public WorkerInfo withStatus(@Nullable WorkerStatus other) {
      return new WorkerInfo(id, host, pid, slots, types, queues, startedAt, other);
    }
  }
}
