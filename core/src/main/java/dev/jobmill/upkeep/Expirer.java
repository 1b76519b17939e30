package dev.jobmill.upkeep;

import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Ends jobs that have waited for their first run until after their deadline.
public final class Expirer implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Upkeep upkeep;

  /// Tends the jobs of this store.
  public Expirer(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  @Override
  public Duration runOnce() {
    return upkeep.expire(LIMIT).next();
  }
}
