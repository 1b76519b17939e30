package dev.jobmill.time;

import java.time.Instant;

/// A clock that is given in, so that tests and simulations can turn it by hand. Thread-safe.
public interface TimeSource {
  /// The wall clock, with millisecond precision or better. It may jump.
  Instant now();

  /// A monotonic clock in nanoseconds, with an arbitrary origin: only differences mean something.
  long nanoTime();
}
