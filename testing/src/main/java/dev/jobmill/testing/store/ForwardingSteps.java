package dev.jobmill.testing.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.List;
import java.util.SequencedMap;

/// Keeps steps where others keep them. Extend it to change an operation.
public class ForwardingSteps implements Steps {
  private final Steps to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingSteps(Steps to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingSteps(Steps to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public List<Answer> keep(List<StepKept> steps) {
    return passage.pass("keep", () -> to.keep(steps));
  }

  @Override
  public SequencedMap<String, Content> of(JobId job) {
    return passage.pass("of", () -> to.of(job));
  }
}
