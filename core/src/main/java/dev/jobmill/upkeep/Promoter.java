package dev.jobmill.upkeep;

import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Lets jobs run whose time has come.
public final class Promoter implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Upkeep upkeep;

  /// Tends the jobs of this store.
  public Promoter(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Duration runOnce() {
    return upkeep.promote(LIMIT).next();
  }
}
