package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long the jobs of a process that was killed take until they are queued again, as a process
/// sees it that lives on and could not run them itself.
final class BackInQueue {
  private static final int JOBS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private BackInQueue() {}

  /// Milliseconds from kill -9 until the last of the jobs is queued, of each of `kills` processes.
  static Percentiles run(Path file, int kills) throws Exception {
    double[] millis = new double[kills];
    JobStore store = SqliteJobStore.at(file);
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(EngineCycle.NOOP, (job, payload) -> EngineCycle.RESULT)
            .start()) {
      mill.submit(EngineCycle.NOOP, EngineCycle.payload()).result(LIMIT);
      for (int i = 0; i < kills; i++) {
        millis[i] = afterKill(store, file, "held." + i);
      }
    }
    return new Percentiles(millis);
  }

  private static double afterKill(JobStore store, Path file, String type) throws Exception {
    try (Child victim =
        Child.start(List.of(), HoldProcess.class, file.toString(), type, Integer.toString(JOBS))) {
      victim.expect("holding");
      long running = count(store, type, JobState.PROCESSING);
      if (running != JOBS) {
        throw new IOException(running + " of " + JOBS + " jobs run: not a measure");
      }
      long begin = System.nanoTime();
      victim.kill();
      while (count(store, type, JobState.QUEUED) < JOBS) {
        if (BareLoop.seconds(begin) > LIMIT.toSeconds()) {
          throw new IOException("jobs of a killed process did not come back");
        }
        LockSupport.parkNanos(1_000_000);
      }
      return BareLoop.seconds(begin) * 1e3;
    }
  }

  /// From the store's totals, so that looking does not keep the store from its work.
  private static long count(JobStore store, String type, JobState state) {
    return store.lookup().count().totals().stream()
        .filter(total -> total.type().equals(type) && total.state() == state)
        .mapToLong(Counts.Total::jobs)
        .sum();
  }
}
