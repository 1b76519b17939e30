package dev.jobmill;

import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.util.List;

/// How a mill fares, as seen from inside.
///
/// @param running how many jobs run here, stuck ones included
/// @param pools its pools, in the order in which they were defined
/// @param loops its loops and duties: when each last did its work, and what is wrong with it
/// @param blocked the names of those that do not do their work: their success is overdue by more
///   than 30 s, because a pass does not come back, keeps failing, or does not begin. Empty when all
///   is well, and once the mill has been stopped
/// @param noticesDropped how many notices listeners have missed, because they were too slow
/// @param listenerFailures how often listeners threw
public record MillStatus(
    int running,
    List<PoolStatus> pools,
    List<LoopStatus> loops,
    List<String> blocked,
    long noticesDropped,
    long listenerFailures) {
  /// Copies.
  public MillStatus {
    pools = List.copyOf(pools);
    loops = List.copyOf(loops);
    blocked = List.copyOf(blocked);
  }
}
