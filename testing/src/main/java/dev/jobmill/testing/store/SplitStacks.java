package dev.jobmill.testing.store;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.util.List;
import java.util.Optional;

/// Stacks of a split store: those of a job are where its queue is.
record SplitStacks(Halves halves) implements Stacks {
  @Override
  public List<Applied> ask(List<JobKey> jobs) {
    return halves.route(jobs, JobKey::queue, (half, own) -> half.stacks().ask(own));
  }

  @Override
  public Applied write(RunKey run, String text) {
    return halves.of(run.queue()).stacks().write(run, text);
  }

  /// The id does not say in which queue the job is.
  @Override
  public Optional<LiveStack> read(JobId job) {
    return halves.both().stream().flatMap(half -> half.stacks().read(job).stream()).findFirst();
  }
}
