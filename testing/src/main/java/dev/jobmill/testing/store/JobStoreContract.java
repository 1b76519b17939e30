package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.ManualTime;
import dev.jobmill.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/// What every store promises, as tests: extend it in a test of the store and say how to open one.
///
/// Each test gets a store of its own and a clock that it turns by hand. After each test the whole
/// store is checked: totals equal a recount, and no job is in a state that cannot be.
///
/// Two system properties steer the random commands: `jobmill.seed` replays a run that has failed
/// (the failure names its seed), `jobmill.commands` says how many commands to try.
public abstract class JobStoreContract {
  private final List<Bench> others = new ArrayList<>();
  private Bench bench;

  /// For subclasses.
  protected JobStoreContract() {}

  /// Opens a new, empty store with the standard settings: leases are distrusted for 30 s after a
  /// pause of more than 10 s between two passes of reaping. Called several times in some tests, and
  /// each time for a store of its own.
  ///
  /// @param time the clock that the store has to use for everything
  protected abstract JobStore open(TimeSource time);

  /// Opens a new, empty store with these settings. Override it: a store that has no such settings
  /// is opened with the standard ones only, and the tests that need others are skipped.
  protected JobStore open(StoreOptions options) {
    Assumptions.assumeTrue(
        options.isStandard(), "the test does not say how to open the store with other settings");
    return open(options.time());
  }

  /// Whether a job of the one queue may come after a job of the other. A store that places queues
  /// apart, and so refuses that for some of them, says so.
  protected boolean placesTogether(String queue, String other) {
    return true;
  }

  /// Closes a store and opens it again with the same jobs. A store that forgets them when it is
  /// closed says so with null, and the tests of it are skipped.
  ///
  /// @param store the open one
  /// @param time the clock that it uses
  protected @Nullable JobStore reopen(JobStore store, TimeSource time) {
    return null;
  }

  @BeforeEach
  void openStore() {
    bench = newBench(StoreOptions::standard);
  }

  private Bench newBench(Function<TimeSource, StoreOptions> settings) {
    ManualTime time = ManualTime.standing();
    StoreOptions options = settings.apply(time);
    return new Bench(open(options), time, options.retention().standard());
  }

  private Bench other(Function<TimeSource, StoreOptions> settings) {
    Bench other = newBench(settings);
    others.add(other);
    return other;
  }

  @AfterEach
  void checkAndCloseStores() {
    others.add(bench);
    others.forEach(JobStoreContract::checkAndClose);
  }

  private static void checkAndClose(Bench used) {
    try (JobStore store = used.store()) {
      if (!used.isClosed()) {
        StoreInvariants.check(store);
        StoreInvariants.checkSettled(store);
      }
    }
  }

  @Nested
  class Admitting extends AdmitContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class KeepingWhole extends RoundTripContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Cancelling extends CancelContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Retrying extends RetryContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Claiming extends ClaimContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Renewing extends RenewContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Noting extends NoteContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Reporting extends ReportContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Releasing extends ReleaseContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Promoting extends PromoteContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Reaping extends ReapContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Suspecting extends SuspectContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Pruning extends PruneContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Looking extends LookupContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Counting extends CountContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Registering extends RegistriesContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Waking extends WakeupsContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class WorkingTogether extends ConcurrencyContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class BeingUnique extends UniqueContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class TakingUniqueKeysAgain extends UniqueRetryContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class ComingAfterOthers extends DependencyContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    boolean placesTogether(String queue, String other) {
      return JobStoreContract.this.placesTogether(queue, other);
    }
  }

  @Nested
  class ReleasingDependents extends DependentsContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Limiting extends LimitContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    Bench bench(Function<TimeSource, StoreOptions> settings) {
      return other(settings);
    }
  }

  @Nested
  class Pausing extends PauseContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Ageing extends AgeingContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    Bench bench(Function<TimeSource, StoreOptions> settings) {
      return other(settings);
    }
  }

  @Nested
  class Expiring extends DeadlineContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Changing extends ChangeContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Deleting extends DeleteContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Retaining extends RetentionContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    Bench bench(Function<TimeSource, StoreOptions> settings) {
      return other(settings);
    }
  }

  @Nested
  class Attaching extends AttachmentContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class ShowingStacks extends StacksContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class KeepingSteps extends StepsContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class RunningAtMostOnce extends AtMostOnceContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Snoozing extends SnoozeContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class KeepingVersionsApart extends VersionContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class Recurring extends SchedulesContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class FiringTogether extends MassFiringContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class DefiningSchedules extends RegistrationContract {
    @Override
    Bench bench() {
      return bench;
    }
  }

  @Nested
  class OpeningAndClosing extends CloseContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    @Nullable JobStore reopen(JobStore store, TimeSource time) {
      return JobStoreContract.this.reopen(store, time);
    }
  }

  @Nested
  class AgreeingWithTheModel extends RandomContract {
    @Override
    Bench bench() {
      return bench;
    }

    @Override
    JobStore open(StoreOptions options) {
      return JobStoreContract.this.open(options);
    }

    @Override
    boolean placesTogether(String queue, String other) {
      return JobStoreContract.this.placesTogether(queue, other);
    }
  }
}
