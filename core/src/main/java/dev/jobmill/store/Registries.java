package dev.jobmill.store;

import java.time.Instant;
import java.util.List;

/// Which workers there are.
public interface Registries {
  /// A worker says that it is there. It must, before its first claim; saying it again replaces what
  /// was said.
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
  /// @param slots how many jobs it runs at once
  /// @param types what it handles
  /// @param queues what it serves; empty for all
  /// @param startedAt by its own clock
  record WorkerInfo(
      String id,
      String host,
      long pid,
      int slots,
      List<ClaimRequest.HandledType> types,
      List<String> queues,
      Instant startedAt) {
    /// Copies.
    public WorkerInfo {
      types = List.copyOf(types);
      queues = List.copyOf(queues);
    }
  }
}
