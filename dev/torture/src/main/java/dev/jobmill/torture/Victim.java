package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobState;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Retention;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.store.sqlite.SqliteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/// A process that submits and works until it is killed.
public final class Victim {
  private static final int SLOTS = 8;

  /// While more wait nothing is submitted, so that most jobs come to run while processes die.
  private static final long WAITING_MAX = 1_500;

  /// Longer than the judge needs; but for jobs that are meant to be gone by then.
  private static final Retention RETENTION =
      Retention.of(Duration.ofDays(1)).type(Work.BRIEF.name(), Duration.ofMillis(500));

  private Victim() {}

  /// Arguments: the store's file, the ledger's file, the seed, the mode, the fault.
  public static void main(String[] args) throws Exception {
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
    Mode mode = Mode.valueOf(args[3]);
    Ledger ledger = new Ledger(Path.of(args[1]));
    JobStore store = open(Path.of(args[0]), ledger, mode, PlantedFault.valueOf(args[4]));
    store.queues().limitQueue(Submitter.SMALL, Submitter.LIMIT);
    store.queues().limitQueue(Submitter.NARROW, Submitter.LIMIT);
    Jobmill mill =
        new Work(ledger, mode.workMillisMax)
            .handleIn(Jobmill.open(store).slots(SLOTS).lease(mode.lease, mode.renewal))
            .start();
    Submitter submitter = new Submitter(mill, random);
    Person person = new Person(mill, store.queues(), random);
    System.out.println("ready");
    while (true) {
      try {
        if (waiting(store.lookup().count()) < WAITING_MAX) {
          submitter.submit();
        }
        if (random.nextInt(3) == 0) {
          person.act();
        }
      } catch (StoreUnavailable notAcknowledged) {
        System.err.println("not acknowledged: " + notAcknowledged.getMessage());
      }
      // Not in step with the workers.
      Work.pause(random.nextInt(1, mode.submitMillisMax));
    }
  }

  private static long waiting(Counts counts) {
    return counts.of(JobState.PENDING) + counts.of(JobState.QUEUED);
  }

  static JobStore open(Path file, Ledger ledger, Mode mode, PlantedFault fault) {
    return new LedgerStore(fault.in(open(file, mode)), ledger);
  }

  static JobStore open(Path file, Mode mode) {
    return SqliteJobStore.at(
        file, SqliteSettings.STANDARD.lease(mode.renewal, mode.lease).retention(RETENTION));
  }

  /// What is done to the processes, and how patient they are.
  enum Mode {
    /// Killed with -9: their death is proved by their lock, and leases never run out.
    KILL(Duration.ofSeconds(30), Duration.ofSeconds(10), 40, 30),
    /// Also stopped for longer than their lease: they come back as zombies and are fenced.
    PAUSE(Duration.ofMillis(1500), Duration.ofMillis(500), 400, 100);

    final Duration lease;
    final Duration renewal;
    final int workMillisMax;
    final int submitMillisMax;

    Mode(Duration lease, Duration renewal, int workMillisMax, int submitMillisMax) {
      this.lease = lease;
      this.renewal = renewal;
      this.workMillisMax = workMillisMax;
      this.submitMillisMax = submitMillisMax;
    }
  }
}
