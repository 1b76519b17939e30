package dev.jobmill.upkeep;

import java.time.Duration;

/// One bounded pass over something that needs tending. Running it on several nodes, or twice, does
/// no harm.
public interface Duty {
  /// Does one pass.
  ///
  /// @return how long to wait before the next
  Duration runOnce();
}
