package dev.jobmill.testing.store;

import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Unique;
import dev.jobmill.store.UniqueRule;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which job holds which unique key. Tests of the contract break it by overriding.
class ModelKeys {
  private final Map<Name, Held> held = new HashMap<>();

  private record Name(String queue, String key) {
    static Name of(JobSpec spec, Unique unique) {
      return new Name(spec.queue(), unique.key().orElseThrow());
    }
  }

  private record Held(ModelJob holder, @Nullable Instant until) {
    boolean isWithin(Instant now) {
      return until != null && now.isBefore(until);
    }
  }

  /// What the key of a job that comes means for it.
  UniqueRule ruleFor(JobSpec spec, Instant now) {
    return spec.unique()
        .flatMap(unique ->
            heldBy(spec)
                .map(key -> UniqueRule.of(unique, key.holder.job.state(), key.isWithin(now))))
        .orElse(UniqueRule.LET_IN);
  }

  /// The job that holds the key of a job that comes.
  ModelJob holder(JobSpec spec) {
    return heldBy(spec).orElseThrow().holder;
  }

  private Optional<Held> heldBy(JobSpec spec) {
    return spec.unique().map(unique -> held.get(Name.of(spec, unique)));
  }

  /// A job that is let in takes its key.
  void take(ModelJob one, Instant now) {
    JobSpec spec = one.job.spec();
    spec.unique()
        .ifPresent(unique -> held.put(Name.of(spec, unique), new Held(one, until(unique, now))));
  }

  @Nullable Instant until(Unique unique, Instant now) {
    return unique.window().map(now::plus).orElse(null);
  }

  /// Whether another job is in the way of one that a person retries.
  boolean refuseRetry(ModelJob one, Instant now) {
    JobSpec spec = one.job.spec();
    return spec.unique().isPresent()
        && heldBy(spec)
            .filter(key -> key.holder != one)
            .filter(key ->
                UniqueRule.refusesRetry(
                    spec.unique().get(), key.holder.job.state(), key.isWithin(now)))
            .isPresent();
  }

  /// A job that a person retries takes its key again, for as long as it waits.
  void takeAgain(ModelJob one) {
    JobSpec spec = one.job.spec();
    spec.unique()
        .filter(unique -> heldBy(spec).filter(key -> key.holder == one).isEmpty())
        .ifPresent(unique -> held.put(Name.of(spec, unique), new Held(one, null)));
  }

  /// A job that has ended lets go, unless it took its key for a time that is not over.
  void letGoAtEnd(ModelJob one, Instant now) {
    held.values().removeIf(key -> key.holder == one && !key.isWithin(now));
  }

  /// A job that is forgotten lets go in any case.
  void forget(ModelJob one) {
    held.values().removeIf(key -> key.holder == one);
  }

  /// Whether a job holds a key for a time that is not over.
  boolean holdsFor(ModelJob one, Instant now) {
    return held.values().stream().anyMatch(key -> key.holder == one && key.isWithin(now));
  }

  Runnable savepoint() {
    return ModelState.saved(held);
  }
}
