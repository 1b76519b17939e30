package dev.jobmill.job;

import java.time.Duration;
import java.time.Instant;

/// When a job may first run, as a client asks for it.
public sealed interface Due {
  /// At once.
  Due NOW = new After(Duration.ZERO);

  /// The instant that is meant, by the clock that shows `now`.
  Instant from(Instant now);

  /// Some time after the store has taken it in, by the store's clock.
  ///
  /// @param delay zero or more
  record After(Duration delay) implements Due {
    /// Checks the range.
    public After {
      Limits.check("delay", delay);
    }

    @Override
    public Instant from(Instant now) {
      return now.plus(delay);
    }
  }

  /// At an instant; one that has passed means at once.
  ///
  /// @param instant when
  record At(Instant instant) implements Due {
    /// Checks the range.
    public At {
      Limits.check("due time", instant);
    }

    @Override
    public Instant from(Instant now) {
      return instant;
    }
  }
}
