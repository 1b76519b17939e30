package dev.jobmill.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a worker says with each heartbeat.
///
/// @param worker the worker's id
/// @param lease how long it may be silent from now
/// @param runs every run that it really has
/// @param status how it fares, where that has changed since it was last told; null for no change
public record RenewRequest(
    String worker, Duration lease, List<RunKey> runs, @Nullable WorkerStatus status) {
  /// Copies the runs.
  public RenewRequest {
    runs = List.copyOf(runs);
  }

  /// A heartbeat that says nothing new of how the worker fares.
  public RenewRequest(String worker, Duration lease, List<RunKey> runs) {
    this(worker, lease, runs, null);
  }
}
