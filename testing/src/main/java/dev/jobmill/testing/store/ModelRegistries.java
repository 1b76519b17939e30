package dev.jobmill.testing.store;

import dev.jobmill.store.Registries;
import dev.jobmill.testing.store.ModelState.ModelWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The model's registries.
final class ModelRegistries implements Registries {
  private static final Duration FIRST_LEASE = Duration.ofSeconds(30);

  private final ModelState state;
  private final ModelEnds ends;

  ModelRegistries(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
  }

  @Override
  public void announce(WorkerInfo worker) {
    state.locked(() -> {
      state.workers.stream()
          .filter(one -> one.info.id().equals(worker.id()))
          .findFirst()
          .ifPresentOrElse(
              known -> known.info = worker.withStatus(known.info.status()),
              () ->
                  state.workers.add(
                      new ModelWorker(worker.withStatus(null), state.now().plus(FIRST_LEASE))));
      return worker;
    });
  }

  @Override
  public void withdraw(String worker) {
    state.locked(() -> {
      Instant now = state.now();
      state.noteDeath(worker);
      for (ModelJob one : state.runsOf(worker)) {
        one.crash(now);
        ends.afterMove(one, now);
      }
      state.workers.removeIf(one -> one.info.id().equals(worker));
      return worker;
    });
  }

  @Override
  public List<WorkerInfo> workers() {
    return state.locked(
        () -> state.workers.stream().filter(one -> !one.foundDead).map(one -> one.info).toList());
  }
}
