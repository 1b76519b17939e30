package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pools that a worker is to have, as they are asked for. Not thread-safe.
public final class PoolPlan {
  private static final int POOLS_MAX = 100;

  private final List<PoolSettings> named = new ArrayList<>();
  private @Nullable Integer slots;
  private @Nullable QueueOrder order;

  /// Nothing asked for.
  public PoolPlan() {}

  /// The size of the pool `default`.
  ///
  /// @throws InvalidRequest when it is out of range
  public void slots(int count) {
    if (count < 1 || count > PoolSettings.SIZE_MAX) {
      throw new InvalidRequest(
          "slots " + count + " are out of range: use 1 to " + PoolSettings.SIZE_MAX);
    }
    slots = count;
  }

  /// The queues of the pool `default`; empty for all.
  public void queues(Collection<String> names) {
    names.forEach(name -> Names.check("queue", name));
    order = QueueOrder.inTurn(List.copyOf(new LinkedHashSet<>(names)));
  }

  /// One more pool.
  ///
  /// @throws InvalidRequest when there is one of this name, or too many
  public void add(PoolSettings pool) {
    if (named.stream().anyMatch(other -> other.name().equals(pool.name()))) {
      throw new InvalidRequest(
          "pool " + pool.name() + " is there already: give each pool a name of its own");
    }
    if (named.size() == POOLS_MAX) {
      throw new InvalidRequest(
          "pool " + pool.name() + " is one too many: use at most " + POOLS_MAX);
    }
    named.add(pool);
  }

  /// The pools: those that were added, and `default` where something was said of it, or nothing of
  /// others.
  ///
  /// @throws InvalidRequest when `default` is said twice
  public List<PoolSettings> pools() {
    if (slots == null && order == null && !named.isEmpty()) {
      return List.copyOf(named);
    }
    List<PoolSettings> all = new ArrayList<>();
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    all.add(
        new PoolSettings(
            PoolSettings.DEFAULT,
            slots == null ? cores : slots,
            order == null ? QueueOrder.ALL : order,
            PoolSettings.Threads.BY_TYPE));
    for (PoolSettings pool : named) {
      if (pool.name().equals(PoolSettings.DEFAULT)) {
        throw new InvalidRequest(
            "pool default is defined twice, by slots or queues and as a pool: use one of them");
      }
      all.add(pool);
    }
    return all;
  }

  /// The same with one slot each, for a worker that does everything on one thread.
  public List<PoolSettings> poolsOfOne() {
    return pools().stream()
        .map(pool -> new PoolSettings(pool.name(), 1, pool.order(), pool.threads()))
        .toList();
  }

  /// How many jobs these run at once together.
  public static int size(List<PoolSettings> pools) {
    return pools.stream().mapToInt(PoolSettings::size).sum();
  }

  /// What these serve together; empty for all queues.
  public static List<String> servedBy(List<PoolSettings> pools) {
    Set<String> served = new LinkedHashSet<>();
    for (PoolSettings pool : pools) {
      List<String> queues = pool.order().queues();
      if (queues.isEmpty()) {
        return List.of();
      }
      served.addAll(queues);
    }
    return List.copyOf(served);
  }
}
