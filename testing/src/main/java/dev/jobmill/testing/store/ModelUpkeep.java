package dev.jobmill.testing.store;

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
  private final ModelEnds ends;
  private final LeaseGrace grace = new LeaseGrace(Duration.ofSeconds(10), Duration.ofSeconds(30));

  ModelUpkeep(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
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
        .filter(ModelJob::waitsForItsTime)
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
      dead.forEach(worker -> state.noteDeath(worker.info.id()));
      List<ModelJob> lost =
          dead.stream().flatMap(worker -> state.runsOf(worker.info.id()).stream()).toList();
      lost.stream().limit(limit).forEach(one -> crash(one, now));
      return pass(lost.size(), limit, IDLE);
    });
  }

  private void crash(ModelJob one, Instant now) {
    one.crash(now);
    ends.afterMove(one, now);
  }

  @Override
  public Pass prune(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      List<ModelJob> over =
          state.jobs.stream()
              .filter(one -> one.job.state().isEnd() && !one.keepUntil.isAfter(now))
              .filter(one -> !state.keys.holdsFor(one, now) && !state.isAwaited(one))
              .toList();
      over.stream().limit(limit).forEach(state::forget);
      return pass(over.size(), limit, IDLE);
    });
  }

  @Override
  public Pass release(int limit) {
    return state.locked(() -> {
      int told = ends.tellRest(limit, state.now());
      return new Pass(told, state.untold.isEmpty() ? Duration.ofMinutes(1) : Duration.ZERO);
    });
  }

  @Override
  public Pass expire(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      int done = 0;
      List<ModelJob> byDeadline =
          state.jobs.stream()
              .filter(one -> one.hasExpired(now))
              .sorted(Comparator.comparing(one -> one.job.deadline().orElseThrow()))
              .toList();
      for (ModelJob one : byDeadline) {
        // The end of another one may have ended it already, so each is looked at in its turn.
        if (one.hasExpired(now)) {
          if (done == limit) {
            return new Pass(done, Duration.ZERO);
          }
          one.expire(now);
          ends.afterMove(one, now);
          done++;
        }
      }
      return new Pass(done, IDLE);
    });
  }
}
