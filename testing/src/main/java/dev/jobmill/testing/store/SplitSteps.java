package dev.jobmill.testing.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Steps of a split store: those of a job are where its queue is.
record SplitSteps(Halves halves) implements Steps {
  @Override
  public List<Answer> keep(List<StepKept> steps) {
    return halves.route(steps, step -> step.run().queue(), (half, own) -> half.steps().keep(own));
  }

  /// The id does not say in which queue the job is.
  @Override
  public SequencedMap<String, Content> of(JobId job) {
    return halves.both().stream()
        .map(half -> half.steps().of(job))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElseGet(() -> new LinkedHashMap<>());
  }
}
