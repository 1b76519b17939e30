package dev.jobmill.cli;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bears a store that is away for a moment. Not thread-safe.
final class Patience {
  private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

  private final TimeSource time;
  private @Nullable Long awaySince;

  Patience(TimeSource time) {
    this.time = time;
  }

  /// What the store answers; empty when it is away.
  ///
  /// @throws StoreUnavailable when it has been away for too long
  <T> Optional<T> ask(Supplier<T> question) {
    try {
      T answer = question.get();
      awaySince = null;
      return Optional.of(answer);
    } catch (StoreUnavailable away) {
      long now = time.nanoTime();
      Long since = awaySince;
      if (since == null) {
        awaySince = now;
      } else if (now - since > LIMIT_NANOS) {
        throw away;
      }
      return Optional.empty();
    }
  }
}
