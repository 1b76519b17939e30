package dev.jobmill.testing.store;

import dev.jobmill.job.JobState;
import dev.jobmill.store.LeaseGrace;
import dev.jobmill.store.Upkeep;
import dev.jobmill.testing.store.ModelState.ModelWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The model's upkeep.
final class ModelUpkeep implements Upkeep {
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final ModelState state;
  private final Duration retention;
  private final LeaseGrace grace = new LeaseGrace(Duration.ofSeconds(10), Duration.ofSeconds(30));

  ModelUpkeep(ModelState state, Duration retention) {
    this.state = state;
    this.retention = retention;
  }

  @Override
  public Pass promote(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      List<ModelJob> due = state.jobs.stream().filter(one -> one.isDue(now)).toList();
      due.stream().limit(limit).forEach(one -> one.queue(one.job.dueAt()));
      return pass(due.size(), limit, untilNextDue(now));
    });
  }

  private Duration untilNextDue(Instant now) {
    return state.jobs.stream()
        .filter(one -> one.job.state() == JobState.PENDING)
        .map(one -> Duration.between(now, one.job.dueAt()))
        .min(Comparator.naturalOrder())
        .orElse(IDLE);
  }

  private static Pass pass(int found, int limit, Duration next) {
    return found > limit ? new Pass(limit, Duration.ZERO) : new Pass(found, next);
  }

  @Override
  public Pass reap(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      if (!grace.mayReap(now, state.nanoTime())) {
        return new Pass(0, IDLE);
      }
      List<ModelWorker> dead =
          state.workers.stream().filter(worker -> !worker.leaseUntil.isAfter(now)).toList();
      dead.forEach(worker -> worker.foundDead = true);
      List<ModelJob> lost =
          dead.stream().flatMap(worker -> state.runsOf(worker.info.id()).stream()).toList();
      lost.stream().limit(limit).forEach(one -> crash(one, now));
      return pass(lost.size(), limit, IDLE);
    });
  }

  private void crash(ModelJob one, Instant now) {
    one.crash(now);
    state.countEnd(one, now);
  }

  @Override
  public Pass prune(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      List<ModelJob> over =
          state.jobs.stream().filter(one -> one.outlived(now, retention)).toList();
      state.jobs.removeAll(over.stream().limit(limit).toList());
      return pass(over.size(), limit, IDLE);
    });
  }
}
