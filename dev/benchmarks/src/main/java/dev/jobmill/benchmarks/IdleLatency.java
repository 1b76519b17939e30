package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.store.JobStore;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;

/// How long an idle worker takes from the call to submit until the handler begins.
final class IdleLatency {
  private IdleLatency() {}

  /// Milliseconds of each of `jobs` jobs.
  static Percentiles run(JobStore store, int jobs) throws Exception {
    SynchronousQueue<Long> starts = new SynchronousQueue<>();
    double[] millis = new double[jobs];
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(
                EngineCycle.NOOP,
                (job, payload) -> {
                  starts.put(System.nanoTime());
                  return null;
                })
            .start()) {
      Content payload = EngineCycle.payload();
      for (int i = -jobs / 5; i < jobs; i++) {
        long begin = System.nanoTime();
        var handle = mill.submit(EngineCycle.NOOP, payload);
        long start = starts.take();
        if (i >= 0) {
          millis[i] = (start - begin) / 1e6;
        }
        handle.await(Duration.ofSeconds(10));
      }
    }
    return new Percentiles(millis);
  }
}
