package dev.jobmill.worker;

import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.store.Claims;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The heartbeat: renews the lease of all runs in one call, and passes on what the answer says of
/// them. Stepped by a loop of its own, so that no load can keep it from renewing.
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  /// The shortest time between two renewals, however often it is hinted that a cancel may have
  /// come.
  private static final Duration SHORTEST = Duration.ofMillis(250);

  private final Claims claims;
  private final WorkerSettings settings;
  private final Map<RunKey, ActiveRun> runs;
  private final BiConsumer<ActiveRun, StopCause> stop;
  private final Consumer<Set<RunKey>> sample;
  private final Supplier<WorkerStatus> status;
  private volatile @Nullable WorkerStatus told;
  private boolean renewed;
  private long lastNanos;

  /// @param stop tells a run to end
  /// @param sample takes the stacks that are asked for
  /// @param status how the worker fares
  LeaseKeeper(
      Claims claims,
      WorkerSettings settings,
      Map<RunKey, ActiveRun> runs,
      BiConsumer<ActiveRun, StopCause> stop,
      Consumer<Set<RunKey>> sample,
      Supplier<WorkerStatus> status) {
    this.claims = claims;
    this.settings = settings;
    this.runs = runs;
    this.stop = stop;
    this.sample = sample;
    this.status = status;
  }

  Duration step() {
    Duration sinceLast = Duration.ofNanos(settings.time().nanoTime() - lastNanos);
    if (renewed && sinceLast.compareTo(SHORTEST) < 0) {
      return SHORTEST.minus(sinceLast);
    }
    WorkerStatus now = status.get();
    Renewal renewal =
        claims.renew(
            new RenewRequest(
                settings.id(),
                settings.lease(),
                List.copyOf(runs.keySet()),
                now.equals(told) ? null : now));
    told = now;
    renewed = true;
    lastNanos = settings.time().nanoTime();
    tell(renewal.cancel(), StopCause.CANCELLED);
    tell(renewal.lost(), StopCause.LEASE_LOST);
    sample.accept(renewal.sample());
    return settings.renewal();
  }

  /// The store knows nothing of the worker any more: it is told all at the next renewal.
  void tellAnew() {
    told = null;
  }

  private void tell(Iterable<RunKey> keys, StopCause cause) {
    for (RunKey key : keys) {
      ActiveRun run = runs.get(key);
      // A run whose outcome is being stored while the store answers looks lost, and is not.
      if (run == null || run.isDecided()) {
        continue;
      }
      if (cause == StopCause.LEASE_LOST) {
        LOG.warn("run {} of job {} has lost its lease and is stopped", key.run(), key.id());
      }
      stop.accept(run, cause);
    }
  }
}
