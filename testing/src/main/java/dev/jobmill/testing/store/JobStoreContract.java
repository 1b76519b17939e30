package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.time.ManualTime;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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
  private Bench bench;

  /// For subclasses.
  protected JobStoreContract() {}

  /// Opens a new, empty store with the standard settings: leases are distrusted for 30 s after a
  /// pause of more than 10 s between two passes of reaping. Called several times in some tests, and
  /// each time for a store of its own.
  ///
  /// @param time the clock that the store has to use for everything
  protected abstract JobStore open(TimeSource time);

  /// How long the store that [#open] gives keeps ended jobs: 48 h unless overridden.
  protected Duration historyRetention() {
    return Duration.ofDays(2);
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
    ManualTime time = ManualTime.standing();
    bench = new Bench(open(time), time, historyRetention());
  }

  @AfterEach
  void checkAndCloseStore() {
    try (JobStore store = bench.store()) {
      if (!bench.isClosed()) {
        StoreInvariants.check(store);
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
    JobStore open(TimeSource time) {
      return JobStoreContract.this.open(time);
    }
  }
}
