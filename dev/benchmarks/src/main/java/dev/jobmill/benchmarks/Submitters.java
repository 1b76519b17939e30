package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobClient;
import dev.jobmill.store.JobStore;
import java.util.ArrayList;
import java.util.List;

/// Durable submissions one by one: each call returns when its job is on disk.
final class Submitters {
  private Submitters() {}

  /// Submissions per second of `threads` threads together.
  static double run(JobStore store, int threads, int jobs) throws InterruptedException {
    JobClient client = Jobmill.clientOf(store);
    Content payload = EngineCycle.payload();
    long begin = System.nanoTime();
    List<Thread> submitters = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      submitters.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int sent = 0; sent < jobs / threads; sent++) {
                  client.submit(EngineCycle.NOOP, payload);
                }
              }));
    }
    for (Thread submitter : submitters) {
      submitter.join();
    }
    return jobs / BareLoop.seconds(begin);
  }
}
