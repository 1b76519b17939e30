package dev.jobmill.testing.store;

import dev.jobmill.store.Admission;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Stacks;
import dev.jobmill.store.Steps;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// A store that is meant to be read and believed: lists that are searched from end to end, totals
/// that are counted when they are asked for, no index and no cleverness. What other stores answer
/// is compared with it. It keeps the whole contract itself.
public final class ModelStore implements JobStore {
  private final ModelState state;
  private final Admission admission;
  private final Claims claims;
  private final Lookup lookup;
  private final Upkeep upkeep;
  private final Queues queues;
  private final Attachments attachments;
  private final Steps steps;
  private final Registries registries;
  private final Schedules schedules;
  private final Stacks stacks;

  /// An empty model with the standard settings of leases.
  public ModelStore(StoreOptions options) {
    this(options, (queue, other) -> true);
  }

  /// A model of a store in which some queues may be placed apart.
  ModelStore(StoreOptions options, BiPredicate<String, String> placesTogether) {
    this(new ModelState(options, new ModelKeys(), placesTogether), ModelEnds::new);
  }

  ModelStore(StoreOptions options, ModelKeys keys, Function<ModelState, ModelEnds> endsOf) {
    this(new ModelState(options, keys, (queue, other) -> true), endsOf);
  }

  private ModelStore(ModelState state, Function<ModelState, ModelEnds> endsOf) {
    this.state = state;
    ModelEnds ends = endsOf.apply(state);
    this.admission = new ModelAdmission(state, ends);
    this.claims = new ModelClaims(state, ends);
    this.lookup = new ModelLookup(state);
    this.upkeep = new ModelUpkeep(state, ends);
    this.queues = new ModelQueues(state);
    this.attachments = new ModelAttachments(state);
    this.steps = new ModelSteps(state);
    this.registries = new ModelRegistries(state, ends);
    this.schedules = new ModelSchedules(state, ends);
    this.stacks = new ModelStacks(state);
  }

  @Override
  public Admission admission() {
    return admission;
  }

  @Override
  public Claims claims() {
    return claims;
  }

  @Override
  public Lookup lookup() {
    return lookup;
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public Queues queues() {
    return queues;
  }

  @Override
  public Attachments attachments() {
    return attachments;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Registries registries() {
    return registries;
  }

  @Override
  public Schedules schedules() {
    return schedules;
  }

  @Override
  public Stacks stacks() {
    return stacks;
  }

  @Override
  public Wakeups wakeups() {
    return state::listen;
  }

  @Override
  public String describe() {
    return "model:";
  }

  @Override
  public void close() {
    state.close();
  }
}
