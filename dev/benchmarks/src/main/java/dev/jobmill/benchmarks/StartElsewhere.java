package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobClient;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long it takes from the call to submit in this process until the handler begins in another,
/// when both are idle.
final class StartElsewhere {
  /// Both sides come to rest between two jobs.
  private static final Duration PAUSE = Duration.ofMillis(20);

  private StartElsewhere() {}

  /// Milliseconds of each of `jobs` jobs.
  static Percentiles run(Path file, int jobs) throws Exception {
    double[] millis = new double[jobs];
    try (JobStore store = SqliteJobStore.at(file);
        Child worker = Child.start(List.of(), StartProcess.class, file.toString())) {
      worker.expect("ready");
      JobClient client = Jobmill.clientOf(store);
      Content payload = EngineCycle.payload();
      for (int i = -jobs / 5; i < jobs; i++) {
        LockSupport.parkNanos(PAUSE.toNanos());
        long begin = WallClock.micros();
        var handle = client.submit(EngineCycle.NOOP, payload);
        long start = Long.parseLong(worker.answer());
        if (i >= 0) {
          millis[i] = (start - begin) / 1e3;
        }
        handle.await(Duration.ofSeconds(10));
      }
    }
    return new Percentiles(millis);
  }
}
