package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.JobmillBuilder;
import dev.jobmill.job.JobType;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A process that runs killers and bystanders until it dies of it, or is told to end.
public final class Endangered {
  /// Does no harm to anybody, and takes a moment, so that some are in flight when a killer strikes.
  static final JobType<Integer, Integer> BYSTANDER =
      JobType.of("bystander", Integer.class, Integer.class);

  private static final int BYSTANDER_MILLIS = 50;
  private static final int SLOTS = 8;

  private Endangered() {}

  /// Arguments: the store's file. Ends when its input does.
  public static void main(String[] args) throws Exception {
    JobmillBuilder builder =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .slots(SLOTS)
            .handle(
                BYSTANDER,
                (job, number) -> {
                  Work.pause(BYSTANDER_MILLIS);
                  return number;
                });
    for (Killer killer : Killer.values()) {
      builder = builder.handle(killer.type(), (job, number) -> killer.run());
    }
    CountDownLatch told = new CountDownLatch(1);
    Jobmill mill = builder.start();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          awaitEnd();
          told.countDown();
        });
    told.await();
    mill.stop(Duration.ZERO, Duration.ofMillis(100));
    // What is stuck would keep the process for ever.
    Runtime.getRuntime().halt(0);
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said but the end.
      }
    } catch (IOException gone) {
      System.err.println("the other end is gone: " + gone.getMessage());
    }
  }
}
