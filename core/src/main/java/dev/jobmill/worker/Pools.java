package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.store.Hint;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pools of a worker, and whose turn it is to be asked for. Thread-safe, but for [#next], which
/// belongs to the claim loop.
final class Pools {
  private final List<Pool> pools;
  private int turn;

  /// @param onFree called whenever a slot of any pool may have become free; must be quick
  Pools(List<PoolSettings> settings, Runnable onFree) {
    this.pools = settings.stream().map(one -> new Pool(one, onFree)).toList();
  }

  /// The next pool that has room and a reason to ask: something that concerns it has happened, or
  /// it has not asked for `poll`. A pool alone always has a reason. Null for none.
  @Nullable Pool next(long now, Duration poll) {
    long longAgo = now - poll.toNanos();
    for (int i = 0; i < pools.size(); i++) {
      int index = (turn + i) % pools.size();
      Pool pool = pools.get(index);
      boolean reason = pools.size() == 1 || pool.isWanting() || pool.isNotAskedSince(longAgo);
      if (reason && pool.room() > 0) {
        turn = (index + 1) % pools.size();
        return pool;
      }
    }
    return null;
  }

  /// Whether a pool has room and a fresh reason to ask.
  boolean isAnyWanting() {
    return pools.stream().anyMatch(pool -> pool.isWanting() && pool.room() > 0);
  }

  void hear(Hint hint) {
    for (Pool pool : pools) {
      switch (hint) {
        case Hint.Anything anything -> pool.want();
        case Hint.Changed changed -> {
          if (changed.queued().stream().anyMatch(pool::serves)) {
            pool.want();
          }
        }
      }
    }
  }

  /// @throws InvalidRequest when there is no such pool, or the size is out of range
  void resize(String name, int size) {
    pools.stream()
        .filter(pool -> pool.settings().name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InvalidRequest(
                "pool "
                    + name
                    + " is not there: there "
                    + (pools.size() == 1 ? "is " : "are ")
                    + String.join(
                        ", ", pools.stream().map(pool -> pool.settings().name()).toList())))
        .resize(size);
  }

  int count() {
    return pools.size();
  }

  /// How many slots there are.
  int size() {
    return pools.stream().mapToInt(pool -> pool.slots().size()).sum();
  }

  /// How many are taken.
  int taken() {
    return pools.stream().mapToInt(pool -> pool.slots().taken()).sum();
  }

  List<PoolStatus> status() {
    return pools.stream().map(Pool::status).toList();
  }
}
