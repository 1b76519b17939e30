package dev.jobmill.upkeep;

import dev.jobmill.store.Schedules;
import java.time.Duration;

/// Makes the jobs of schedules whose time has come.
public final class RecurringEnqueuer implements Duty {
  /// Few enough that a pass does not keep others from the store for long.
  private static final int LIMIT = 500;

  private final Schedules schedules;

  /// Tends these schedules.
  public RecurringEnqueuer(Schedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public Duration runOnce() {
    return schedules.fire(LIMIT).next();
  }
}
