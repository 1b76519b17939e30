package dev.jobmill.testing.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The model's steps.
final class ModelSteps implements Steps {
  private final ModelState state;

  ModelSteps(ModelState state) {
    this.state = state;
  }

  @Override
  public List<Answer> keep(List<StepKept> steps) {
    return state.locked(() -> steps.stream().map(this::keep).toList());
  }

  private Answer keep(StepKept step) {
    Optional<ModelJob> running = state.running(step.run());
    if (running.isEmpty()) {
      return Answer.SUPERSEDED;
    }
    SequencedMap<String, Content> kept = running.get().steps;
    if (kept.containsKey(step.name())) {
      return Answer.KEPT;
    }
    long bytes = kept.values().stream().mapToLong(Content::size).sum() + step.content().size();
    if (kept.size() == COUNT_MAX || bytes > JOB_BYTES_MAX) {
      return Answer.FULL;
    }
    kept.put(step.name(), step.content());
    return Answer.KEPT;
  }

  @Override
  public SequencedMap<String, Content> of(JobId job) {
    return state.locked(() ->
        state
            .byId(job)
            .map(one -> new LinkedHashMap<>(one.steps))
            .orElseGet(() -> new LinkedHashMap<>()));
  }
}
