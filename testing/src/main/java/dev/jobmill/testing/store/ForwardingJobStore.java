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

/// A store in front of another one, for tests that watch, change or break some of what it does: all
/// operations can be looked at in one place, the [Passage]; one role is changed by overriding its
/// method, with a subclass of [ForwardingAdmission] and the like. Hints and [#describe] come
/// through as they are. As thread-safe as the store behind it; closing it closes that.
public class ForwardingJobStore implements JobStore {
  private final JobStore to;
  private final Passage passage;

  /// @param to the store behind it
  public ForwardingJobStore(JobStore to) {
    this(to, Passage.OPEN);
  }

  /// @param to the store behind it
  /// @param passage where each operation passes through
  public ForwardingJobStore(JobStore to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public Admission admission() {
    return new ForwardingAdmission(to.admission(), passage);
  }

  @Override
  public Claims claims() {
    return new ForwardingClaims(to.claims(), passage);
  }

  @Override
  public Lookup lookup() {
    return new ForwardingLookup(to.lookup(), passage);
  }

  @Override
  public Upkeep upkeep() {
    return new ForwardingUpkeep(to.upkeep(), passage);
  }

  @Override
  public Queues queues() {
    return new ForwardingQueues(to.queues(), passage);
  }

  @Override
  public Attachments attachments() {
    return new ForwardingAttachments(to.attachments(), passage);
  }

  @Override
  public Steps steps() {
    return new ForwardingSteps(to.steps(), passage);
  }

  @Override
  public Registries registries() {
    return new ForwardingRegistries(to.registries(), passage);
  }

  @Override
  public Schedules schedules() {
    return new ForwardingSchedules(to.schedules(), passage);
  }

  @Override
  public Stacks stacks() {
    return new ForwardingStacks(to.stacks(), passage);
  }

  @Override
  public Wakeups wakeups() {
    return to.wakeups();
  }

  @Override
  public String describe() {
    return to.describe();
  }

  @Override
  public void close() {
    to.close();
  }
}
