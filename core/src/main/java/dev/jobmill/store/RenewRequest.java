package dev.jobmill.store;

import java.time.Duration;
import java.util.List;

/// What a worker says with each heartbeat.
///
/// @param worker the worker's id
/// @param lease how long it may be silent from now
/// @param runs every run that it really has
public record RenewRequest(String worker, Duration lease, List<RunKey> runs) {
  /// Copies the runs.
  public RenewRequest {
    runs = List.copyOf(runs);
  }
}
