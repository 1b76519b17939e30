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
import java.util.List;
import java.util.function.Predicate;

/// One store made of two, each of which has some of the queues. It shows that nothing in the
/// contract needs two queues in one place: were something to need that, it would fail here. For
/// tests only: a call that concerns both stores is not one transaction, and that is the point.
public final class SplitJobStore implements JobStore {
  private final JobStore first;
  private final JobStore second;
  private final Halves halves;

  /// @param first has the queues that `isFirst` names
  /// @param second has all others
  /// @param isFirst must always answer the same for the same queue
  public SplitJobStore(JobStore first, JobStore second, Predicate<String> isFirst) {
    this.first = first;
    this.second = second;
    this.halves = new Halves(first, second, isFirst);
  }

  /// Splits by the hash of a queue's name.
  public static SplitJobStore byHash(JobStore first, JobStore second) {
    return new SplitJobStore(first, second, SplitJobStore::isFirstByHash);
  }

  /// Whether two queues are in the same half of a store that is split by hash: only then can a job
  /// of one come after a job of the other.
  public static boolean sameHalfByHash(String queue, String other) {
    return isFirstByHash(queue) == isFirstByHash(other);
  }

  private static boolean isFirstByHash(String queue) {
    return (queue.hashCode() & 1) == 0;
  }

  @Override
  public Admission admission() {
    return new SplitAdmission(halves);
  }

  @Override
  public Claims claims() {
    return new SplitClaims(halves);
  }

  @Override
  public Lookup lookup() {
    return new SplitLookup(halves);
  }

  @Override
  public Upkeep upkeep() {
    return new SplitUpkeep(halves);
  }

  @Override
  public Queues queues() {
    return new SplitQueues(halves);
  }

  @Override
  public Attachments attachments() {
    return new SplitAttachments(halves);
  }

  @Override
  public Steps steps() {
    return new SplitSteps(halves);
  }

  @Override
  public Registries registries() {
    return new SplitRegistries(halves);
  }

  @Override
  public Schedules schedules() {
    return new SplitSchedules(halves);
  }

  @Override
  public Stacks stacks() {
    return new SplitStacks(halves);
  }

  @Override
  public Wakeups wakeups() {
    return listener -> {
      List<Wakeups.Subscription> both =
          halves.both().stream().map(half -> half.wakeups().listen(listener)).toList();
      return () -> both.forEach(Wakeups.Subscription::close);
    };
  }

  @Override
  public String describe() {
    return "split:" + first.describe() + "," + second.describe();
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
