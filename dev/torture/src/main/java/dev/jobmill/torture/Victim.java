package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Priority;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.store.sqlite.SqliteSettings;
import dev.jobmill.torture.Ledger.Entry.What;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A process that submits and works until it is killed.
public final class Victim {
  static final JobType<Content, Content> PLAIN = JobType.of("plain", Content.class, Content.class);

  /// Fails at its first attempt.
  static final JobType<Content, Content> SHAKY =
      JobType.of("shaky", Content.class, Content.class)
          .retry(RetryPolicy.fixed(50, Duration.ofMillis(20)));

  private static final int SLOTS = 8;
  private static final List<String> QUEUES = List.of("a", "b", "default");

  private Victim() {}

  /// Arguments: the store's file, the ledger's file, the seed, the mode, the fault.
  public static void main(String[] args) throws Exception {
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
    Mode mode = Mode.valueOf(args[3]);
    Ledger ledger = new Ledger(Path.of(args[1]));
    JobStore store = open(Path.of(args[0]), ledger, mode, PlantedFault.valueOf(args[4]));
    Jobmill mill =
        Jobmill.open(store)
            .slots(SLOTS)
            .lease(mode.lease, mode.renewal)
            .handle(PLAIN, (job, payload) -> work(ledger, mode, job))
            .handle(
                SHAKY,
                (job, payload) -> {
                  Content result = work(ledger, mode, job);
                  if (job.attempt() == 1) {
                    throw new IOException("fails at first, on purpose");
                  }
                  return result;
                })
            .start();
    System.out.println("ready");
    while (true) {
      submit(mill, random);
      // Neither faster than the workers for long, nor in step with them.
      pause(random.nextInt(1, 30));
    }
  }

  static JobStore open(Path file, Ledger ledger, Mode mode, PlantedFault fault) {
    SqliteSettings settings = SqliteSettings.STANDARD.lease(mode.renewal, mode.lease);
    return new LedgerStore(fault.in(SqliteJobStore.at(file, settings)), ledger);
  }

  private static void submit(Jobmill mill, SplittableRandom random) {
    List<JobRequest<Content, Content>> requests = new ArrayList<>();
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    int count = random.nextInt(4) == 0 ? random.nextInt(1, 40) : 1;
    for (int i = 0; i < count; i++) {
      JobRequest<Content, Content> request =
          JobRequest.of(
                  random.nextInt(5) == 0 ? SHAKY : PLAIN,
                  Content.json("\"" + "x".repeat(random.nextInt(600)) + "\""))
              .queue(queue)
              .priority(new Priority(random.nextInt(256)));
      requests.add(
          random.nextInt(6) == 0 ? request.delay(Duration.ofMillis(random.nextInt(200))) : request);
    }
    try {
      mill.submitAll(requests);
    } catch (StoreUnavailable notAcknowledged) {
      System.err.println("not acknowledged: " + notAcknowledged.getMessage());
    }
  }

  private static Content work(Ledger ledger, Mode mode, JobContext job)
      throws InterruptedException {
    ledger.write(What.STARTED, job.id(), job.run());
    SplittableRandom random =
        new SplittableRandom(job.id().value().getLeastSignificantBits() + job.run());
    job.progress(0.5, "half");
    if (random.nextInt(8) == 0) {
      job.log("working");
    }
    pause(random.nextInt(mode.workMillisMax));
    ledger.write(What.DONE, job.id(), job.run());
    return Content.json("\"done by run " + job.run() + "\"");
  }

  private static void pause(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  /// What is done to the processes, and how patient they are.
  enum Mode {
    /// Killed with -9: their death is proved by their lock, and leases never run out.
    KILL(Duration.ofSeconds(30), Duration.ofSeconds(10), 40),
    /// Also stopped for longer than their lease: they come back as zombies and are fenced.
    PAUSE(Duration.ofMillis(1500), Duration.ofMillis(500), 400);

    final Duration lease;
    final Duration renewal;
    final int workMillisMax;

    Mode(Duration lease, Duration renewal, int workMillisMax) {
      this.lease = lease;
      this.renewal = renewal;
      this.workMillisMax = workMillisMax;
    }
  }
}
