package dev.jobmill.upkeep;

import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Lets jobs go on whose predecessors have ended, where the end itself has not.
public final class Releaser implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Upkeep upkeep;

  /// Tends the jobs of this store.
  public Releaser(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Duration runOnce() {
    return upkeep.release(LIMIT).next();
  }
}
