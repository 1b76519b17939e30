package dev.jobmill.store.memory;

import dev.jobmill.job.Content;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the steps of one job have given, in the order in which they were kept. Guarded by the lock
/// of its [Shelves].
final class StepBook {
  private final SequencedMap<String, Content> byName = new LinkedHashMap<>();
  private long bytes;

  Steps.Answer keep(StepKept step) {
    if (byName.containsKey(step.name())) {
      return Steps.Answer.KEPT;
    }
    long after = bytes + step.content().size();
    if (byName.size() >= Steps.COUNT_MAX || after > Steps.JOB_BYTES_MAX) {
      return Steps.Answer.FULL;
    }
    byName.put(step.name(), step.content());
    bytes = after;
    return Steps.Answer.KEPT;
  }

  SequencedMap<String, Content> copy() {
    return new LinkedHashMap<>(byName);
  }
}
