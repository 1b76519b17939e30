package dev.jobmill.upkeep;

import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Forgets ended jobs whose retention is over.
public final class Pruner implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Upkeep upkeep;

  /// Tends the jobs of this store.
  public Pruner(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Duration runOnce() {
    return upkeep.prune(LIMIT).next();
  }
}
