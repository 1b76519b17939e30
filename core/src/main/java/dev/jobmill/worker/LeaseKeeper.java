package dev.jobmill.worker;

import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.store.Claims;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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
  private boolean renewed;
  private long lastNanos;

  LeaseKeeper(
      Claims claims,
      WorkerSettings settings,
      Map<RunKey, ActiveRun> runs,
      BiConsumer<ActiveRun, StopCause> stop) {
    this.claims = claims;
    this.settings = settings;
    this.runs = runs;
    this.stop = stop;
  }

  Duration step() {
    Duration sinceLast = Duration.ofNanos(settings.time().nanoTime() - lastNanos);
    if (renewed && sinceLast.compareTo(SHORTEST) < 0) {
      return SHORTEST.minus(sinceLast);
    }
    Renewal renewal =
        claims.renew(new RenewRequest(settings.id(), settings.lease(), List.copyOf(runs.keySet())));
    renewed = true;
    lastNanos = settings.time().nanoTime();
    tell(renewal.cancel(), StopCause.CANCELLED);
    tell(renewal.lost(), StopCause.LEASE_LOST);
    return settings.renewal();
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
