package dev.jobmill.worker;

import dev.jobmill.store.RunKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which run sits in a slot of which pool: from its start until its thread is really done, which
/// for a stuck run is later than its end. Thread-safe.
final class Seats {
  private record Seat(ActiveRun run, Pool pool, boolean stuck) {}

  private final Map<RunKey, Seat> seats = new ConcurrentHashMap<>();
  private final Runnable onStuckChanged;

  /// @param onStuckChanged called when a slot has become stuck, or free again; must be quick
  Seats(Runnable onStuckChanged) {
    this.onStuckChanged = onStuckChanged;
  }

  void take(ActiveRun run, Pool pool) {
    pool.slots().take();
    seats.put(run.key(), new Seat(run, pool, false));
  }

  /// The run was told to stop, goes on, and has been given up.
  void stick(ActiveRun run) {
    Seat now =
        seats.computeIfPresent(
            run.key(), (key, seat) -> new Seat(seat.run(), seat.pool(), markStuck(seat)));
    if (now != null) {
      onStuckChanged.run();
    }
  }

  /// Counted together with the mark, so that the end of the run, which may come at the same moment,
  /// takes away what was added.
  private static boolean markStuck(Seat seat) {
    if (!seat.stuck()) {
      seat.pool().addStuck(1);
    }
    return true;
  }

  /// The thread of the run is done.
  void leave(ActiveRun run) {
    Seat seat = seats.remove(run.key());
    if (seat == null) {
      throw new IllegalStateException("bug: run " + run.key() + " has no slot");
    }
    if (seat.stuck()) {
      seat.pool().addStuck(-1);
      onStuckChanged.run();
    }
    seat.pool().slots().giveBack();
  }

  /// The run as long as it has a thread here.
  Optional<ActiveRun> find(RunKey key) {
    return Optional.ofNullable(seats.get(key)).map(Seat::run);
  }
}
