package dev.jobmill.testing.store;

import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/// A store whose calls fail as those over a network do: before they reach it, or after they have
/// taken effect, when only the answer is lost. Hints come through unharmed. As thread-safe as the
/// store behind it; closing it closes that.
public final class FaultyJobStore implements JobStore {
  private final JobStore store;
  private final Function<String, Fault> plan;
  private final JobStore faulty;
  private volatile boolean away;

  /// What happens to one call.
  public enum Fault {
    /// It is answered.
    NONE,
    /// It does not take effect: [StoreUnavailable].
    BEFORE,
    /// It takes effect and its answer is lost: [OutcomeUnknown].
    AFTER
  }

  /// @param store the store behind it
  /// @param plan asked once for each call, on the caller's thread, with the name of the operation,
  ///   such as `report`
  public FaultyJobStore(JobStore store, Function<String, Fault> plan) {
    this.store = store;
    this.plan = plan;
    this.faulty = new AroundStore(store, this.new Faults());
  }

  /// A plan in which nothing fails.
  public static Function<String, Fault> never() {
    return operation -> Fault.NONE;
  }

  /// A plan by chance. Thread-safe; the same calls in the same order fail again with the same seed.
  ///
  /// @param before the part of the calls that fail before, 0 to 1
  /// @param after the part of the calls that fail after, 0 to 1
  public static Function<String, Fault> byChance(long seed, double before, double after) {
    SplittableRandom random = new SplittableRandom(seed);
    return operation -> {
      double drawn;
      synchronized (random) {
        drawn = random.nextDouble();
      }
      if (drawn < before) {
        return Fault.BEFORE;
      }
      return drawn < before + after ? Fault.AFTER : Fault.NONE;
    };
  }

  /// From now on every call fails before it takes effect, whatever the plan says.
  public void goAway() {
    away = true;
  }

  /// The plan decides again.
  public void comeBack() {
    away = false;
  }

  @Override
  public Admission admission() {
    return faulty.admission();
  }

  @Override
  public Claims claims() {
    return faulty.claims();
  }

  @Override
  public Lookup lookup() {
    return faulty.lookup();
  }

  @Override
  public Upkeep upkeep() {
    return faulty.upkeep();
  }

  @Override
  public Registries registries() {
    return faulty.registries();
  }

  @Override
  public Wakeups wakeups() {
    return faulty.wakeups();
  }

  @Override
  public String describe() {
    return "faulty:" + store.describe();
  }

  @Override
  public void close() {
    faulty.close();
  }

  private final class Faults implements AroundStore.Passage {
    @Override
    public <T> T pass(String operation, Supplier<T> call) {
      Fault fault = away ? Fault.BEFORE : plan.apply(operation);
      if (fault == Fault.BEFORE) {
        throw new StoreUnavailable(
            "the store " + describe() + " does not answer " + operation + ": try again");
      }
      T answer = call.get();
      if (fault == Fault.AFTER) {
        throw new OutcomeUnknown(
            "the answer of the store " + describe() + " to " + operation + " was lost: ask again");
      }
      return answer;
    }
  }
}
