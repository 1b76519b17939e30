package dev.jobmill.client;

import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import java.util.Objects;
import java.util.function.Supplier;

/// Clears up an unknown outcome by asking again: nearly every operation of a store may be repeated
/// as it is.
final class Repeats {
  /// How often anything is asked in all.
  static final int TRIES = 3;

  private Repeats() {}

  /// For operations that answer the same when they are repeated.
  static <T> T repeatUnknown(Supplier<T> operation) {
    OutcomeUnknown unknown = null;
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        return operation.get();
      } catch (OutcomeUnknown again) {
        unknown = again;
      } catch (StoreUnavailable away) {
        // Nothing was changed by this try; what the one before did stays unknown.
        throw unknown == null ? away : unknown;
      }
    }
    throw Objects.requireNonNull(unknown);
  }
}
