package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/// One process from its start: opens the store, starts a worker, runs a job, says "done" and the
/// heap that is in use then, in MB.
public final class FirstJob {
  private FirstJob() {}

  /// Arguments: the file.
  public static void main(String[] args) throws Exception {
    try (Jobmill mill =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .handle(EngineCycle.NOOP, (job, payload) -> EngineCycle.RESULT)
            .start()) {
      mill.submit(EngineCycle.NOOP, EngineCycle.payload()).result(Duration.ofMinutes(1));
      System.out.println("done");
      // The worker has had time to look at what is due later, too.
      Thread.sleep(1_000);
      System.gc();
      System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
    }
  }
}
