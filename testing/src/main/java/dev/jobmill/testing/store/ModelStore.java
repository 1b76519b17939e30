package dev.jobmill.testing.store;

import dev.jobmill.store.Admission;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import dev.jobmill.time.TimeSource;
import java.time.Duration;

/// A store that is meant to be read and believed: lists that are searched from end to end, totals
/// that are counted when they are asked for, no index and no cleverness. What other stores answer
/// is compared with it. It keeps the whole contract itself.
public final class ModelStore implements JobStore {
  private final ModelState state;
  private final Admission admission;
  private final Claims claims;
  private final Lookup lookup;
  private final Upkeep upkeep;
  private final Registries registries;

  /// An empty model with the standard settings of leases.
  ///
  /// @param time its clock
  /// @param historyRetention how long ended jobs are kept
  public ModelStore(TimeSource time, Duration historyRetention) {
    this.state = new ModelState(time);
    this.admission = new ModelAdmission(state);
    this.claims = new ModelClaims(state);
    this.lookup = new ModelLookup(state);
    this.upkeep = new ModelUpkeep(state, historyRetention);
    this.registries = new ModelRegistries(state);
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
  public Registries registries() {
    return registries;
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
