package dev.jobmill.upkeep;

import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Gives back the jobs of workers that are gone.
public final class Reaper implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Upkeep upkeep;

  /// Tends the jobs of this store.
  public Reaper(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Duration runOnce() {
    return upkeep.reap(LIMIT).next();
  }
}
