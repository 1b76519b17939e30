package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.loop.Loop;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Registries.WorkerInfo;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says to the store who this worker is, whenever it has to. Thread-safe.
final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  private final Registries registries;
  private final WorkerInfo info;
  private final Runnable onForgotten;

  /// @param onForgotten called when the store had forgotten the worker and has been told again
  Announcement(Registries registries, WorkerInfo info, Runnable onForgotten) {
    this.registries = registries;
    this.info = info;
    this.onForgotten = onForgotten;
  }

  void make() {
    registries.announce(info);
  }

  /// A store forgets a worker that was silent for too long; one that comes back says again who it
  /// is.
  Loop.Step known(Loop.Step step) {
    return () -> {
      try {
        return step.run();
      } catch (InvalidRequest unknown) {
        LOG.warn("the store has forgotten this worker, which announces itself again");
        make();
        onForgotten.run();
        return Duration.ZERO;
      }
    };
  }

  void withdraw() {
    try {
      registries.withdraw(info.id());
    } catch (RuntimeException away) {
      // Others find out by themselves that it is gone.
      LOG.debug("could not say goodbye to the store: {}", away.getMessage());
    }
  }
}
