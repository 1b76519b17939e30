package dev.jobmill.worker;

import dev.jobmill.job.PayloadCodec;
import dev.jobmill.time.Chance;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a worker works.
///
/// @param id new at every start
/// @param pools how many jobs of which queues it runs at once, and on which threads: at least one
/// @param processingTimeout the time limit of attempts whose job has none; null for no limit
/// @param lease how long it may be silent
/// @param renewal how often it renews
/// @param stopGrace how long a run that was told to stop may go on before its outcome is decided
///   without it
/// @param codec reads payloads and writes results
/// @param time its clock
/// @param chance spreads the waits between attempts
public record WorkerSettings(
    String id,
    List<PoolSettings> pools,
    @Nullable Duration processingTimeout,
    Duration lease,
    Duration renewal,
    Duration stopGrace,
    PayloadCodec codec,
    TimeSource time,
    Chance chance) {
  /// Copies the pools.
  public WorkerSettings {
    pools = List.copyOf(pools);
  }
}
