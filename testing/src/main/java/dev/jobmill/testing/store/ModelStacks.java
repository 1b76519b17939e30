package dev.jobmill.testing.store;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The model's stacks.
final class ModelStacks implements Stacks {
  private final ModelState state;

  ModelStacks(ModelState state) {
    this.state = state;
  }

  /// An ask for the stack of a run.
  record Ask(int run, Instant at) {}

  @Override
  public List<Applied> ask(List<JobKey> jobs) {
    return state.locked(() -> jobs.stream().map(this::askOne).toList());
  }

  private Applied askOne(JobKey key) {
    Optional<ModelJob> answerable =
        state.byKey(key).filter(one -> one.job.worker().filter(this::isThere).isPresent());
    answerable.ifPresent(one -> {
      one.stack = null;
      one.ask = new Ask(one.job.run(), state.now());
    });
    return answerable.isPresent() ? Applied.APPLIED : Applied.SUPERSEDED;
  }

  private boolean isThere(String worker) {
    return state.workers.stream().anyMatch(one -> one.info.id().equals(worker) && !one.foundDead);
  }

  /// The runs of a worker that are asked for.
  static Set<RunKey> askedOf(ModelState state, String worker, Instant now) {
    return state.jobs.stream()
        .filter(one -> one.job.worker().filter(worker::equals).isPresent())
        .filter(one -> {
          Ask ask = one.ask;
          return ask != null
              && ask.run() == one.job.run()
              && now.isBefore(ask.at().plus(ASK_LASTS));
        })
        .map(one -> RunKey.of(one.job))
        .collect(Collectors.toSet());
  }

  @Override
  public Applied write(RunKey run, String text) {
    Stacks.check(text);
    return state.locked(() -> {
      Optional<ModelJob> latest =
          state
              .byKey(run.job())
              .filter(one -> one.job.run() == run.run() && one.job.worker().isPresent());
      latest.ifPresent(one -> {
        one.stack = new LiveStack(run.run(), state.now(), text);
        one.ask = null;
      });
      return latest.isPresent() ? Applied.APPLIED : Applied.SUPERSEDED;
    });
  }

  @Override
  public Optional<LiveStack> read(JobId job) {
    return state.locked(() -> state.byId(job).flatMap(one -> Optional.ofNullable(one.stack)));
  }
}
