package dev.jobmill.testing.store;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.util.List;
import java.util.Optional;

/// Carries stacks through others. Extend it to change an operation.
public class ForwardingStacks implements Stacks {
  private final Stacks to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingStacks(Stacks to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingStacks(Stacks to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public List<Applied> ask(List<JobKey> jobs) {
    return passage.pass("ask", () -> to.ask(jobs));
  }

  @Override
  public Applied write(RunKey run, String text) {
    return passage.pass("write", () -> to.write(run, text));
  }

  @Override
  public Optional<LiveStack> read(JobId job) {
    return passage.pass("read", () -> to.read(job));
  }
}
