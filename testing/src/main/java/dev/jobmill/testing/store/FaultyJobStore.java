package dev.jobmill.testing.store;

import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.JobStore;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/// A store whose calls fail as those over a network do: before they reach it, or after they have
/// taken effect, when only the answer is lost. Hints come through unharmed. As thread-safe as the
/// store behind it; closing it closes that.
public final class FaultyJobStore extends ForwardingJobStore {
  private final Faults faults;

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
    this(store, new Faults("faulty:" + store.describe(), plan));
  }

  private FaultyJobStore(JobStore store, Faults faults) {
    super(store, faults);
    this.faults = faults;
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
    faults.away = true;
  }

  /// The plan decides again.
  public void comeBack() {
    faults.away = false;
  }

  @Override
  public String describe() {
    return faults.name;
  }

  private static final class Faults implements Passage {
    private final String name;
    private final Function<String, Fault> plan;
    private volatile boolean away;

    Faults(String name, Function<String, Fault> plan) {
      this.name = name;
      this.plan = plan;
    }

    @Override
    public <T> T pass(String operation, Supplier<T> call) {
      Fault fault = away ? Fault.BEFORE : plan.apply(operation);
      if (fault == Fault.BEFORE) {
        throw new StoreUnavailable(
            "the store " + name + " does not answer " + operation + ": try again");
      }
      T answer = call.get();
      if (fault == Fault.AFTER) {
        throw new OutcomeUnknown(
            "the answer of the store " + name + " to " + operation + " was lost: ask again");
      }
      return answer;
    }
  }
}
