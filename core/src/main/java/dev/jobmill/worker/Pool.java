package dev.jobmill.worker;

import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pool at work: its slots, how many of them are stuck, and whether it wants jobs. Thread-safe,
/// but for [#deal], which belongs to the claim loop.
final class Pool {
  private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

  /// One slot in so many may be stuck, and one at least.
  private static final int STUCK_SHARE = 10;

  private final PoolSettings settings;
  private final Slots slots;
  private final QueueTurn turn;
  private volatile boolean wanting = true;
  private volatile long askedNanos;
  private int stuck;
  private boolean toldOfStuck;

  /// @param onFree called whenever a slot may have become free; must be quick
  Pool(PoolSettings settings, Runnable onFree) {
    this.settings = settings;
    this.turn = new QueueTurn(settings.order());
    this.slots =
        new Slots(
            settings.size(),
            () -> {
              wanting = true;
              onFree.run();
            });
  }

  PoolSettings settings() {
    return settings;
  }

  Slots slots() {
    return slots;
  }

  void resize(int size) {
    slots.resize(PoolSettings.checkSize(settings.name(), size));
    judgeStuck();
  }

  /// How many jobs it could take now; none while too many slots are stuck.
  int room() {
    return isClaiming() ? slots.free() : 0;
  }

  // Whether it is worth asking the store.

  void want() {
    wanting = true;
  }

  boolean isWanting() {
    return wanting;
  }

  /// Whether it was last asked for at or before this instant of the monotonic clock.
  boolean isNotAskedSince(long nanos) {
    return askedNanos - nanos <= 0;
  }

  boolean servesAll() {
    return settings.order().queues().isEmpty();
  }

  boolean serves(String queue) {
    return servesAll() || settings.order().queues().contains(queue);
  }

  List<QueueTurn.Share> deal(List<String> all, int room, long now) {
    wanting = false;
    askedNanos = now;
    return turn.deal(all, room);
  }

  // What is stuck.

  void addStuck(int more) {
    synchronized (this) {
      stuck += more;
    }
    judgeStuck();
  }

  static int stuckMax(int size) {
    return Math.max(1, size / STUCK_SHARE);
  }

  synchronized boolean isClaiming() {
    return stuck <= stuckMax(slots.size());
  }

  /// Says it once when the pool stops to take jobs, and once when it goes on.
  private void judgeStuck() {
    int now;
    boolean claiming;
    synchronized (this) {
      now = stuck;
      claiming = isClaiming();
      if (claiming != toldOfStuck) {
        return;
      }
      toldOfStuck = !claiming;
    }
    if (claiming) {
      LOG.info("pool {} takes jobs again: {} of its slots are stuck", settings.name(), now);
    } else {
      LOG.warn(
          "pool {} takes no jobs while {} of its {} slots are stuck (at most {} may be): look at"
              + " the stacks of the runs that were told to stop and go on; if they never end,"
              + " restart this process",
          settings.name(),
          now,
          slots.size(),
          stuckMax(slots.size()));
    }
  }

  synchronized PoolStatus status() {
    return new PoolStatus(settings.name(), slots.size(), slots.taken(), stuck, isClaiming());
  }
}
