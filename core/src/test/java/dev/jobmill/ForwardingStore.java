package dev.jobmill;

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

/// A store that passes everything on, for tests that put something of their own in one place.
public class ForwardingStore implements JobStore {
  private final JobStore inner;

  /// Passes on to this store.
  public ForwardingStore(JobStore inner) {
    this.inner = inner;
  }

  @Override
  public Admission admission() {
    return inner.admission();
  }

  @Override
  public Claims claims() {
    return inner.claims();
  }

  @Override
  public Lookup lookup() {
    return inner.lookup();
  }

  @Override
  public Upkeep upkeep() {
    return inner.upkeep();
  }

  @Override
  public Queues queues() {
    return inner.queues();
  }

  @Override
  public Attachments attachments() {
    return inner.attachments();
  }

  @Override
  public Steps steps() {
    return inner.steps();
  }

  @Override
  public Registries registries() {
    return inner.registries();
  }

  @Override
  public Schedules schedules() {
    return inner.schedules();
  }

  @Override
  public Stacks stacks() {
    return inner.stacks();
  }

  @Override
  public Wakeups wakeups() {
    return inner.wakeups();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public void close() {
    inner.close();
  }
}
