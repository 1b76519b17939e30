package dev.jobmill.store.memory;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobId;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Keeps what the steps of jobs have given.
final class MemorySteps implements Steps {
  private final Shelves shelves;

  MemorySteps(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<Answer> keep(List<StepKept> steps) {
    return shelves.write(() -> steps.stream().map(this::keep).toList());
  }

  private Answer keep(StepKept step) {
    Entry entry = shelves.running(step.run());
    if (entry == null) {
      return Answer.SUPERSEDED;
    }
    entry.steps = entry.steps == null ? new StepBook() : entry.steps;
    return entry.steps.keep(step);
  }

  @Override
  public SequencedMap<String, Content> of(JobId job) {
    return shelves.read(() -> {
      Entry entry = shelves.jobs.get(job);
      return entry == null || entry.steps == null ? new LinkedHashMap<>() : entry.steps.copy();
    });
  }
}
