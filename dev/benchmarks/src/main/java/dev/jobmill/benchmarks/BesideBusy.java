package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobRequest;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long one durable submission takes in a small process while another saturates the writer.
final class BesideBusy {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private BesideBusy() {}

  /// What was seen.
  ///
  /// @param millis of each submission
  /// @param busyRate what the other did meanwhile, in jobs per second: it is to be busy
  record Seen(Percentiles millis, double busyRate) {}

  static Seen run(Path file, int submissions) throws Exception {
    double[] millis = new double[submissions];
    try (JobStore store = SqliteJobStore.at(file);
        Child busy = Child.start(List.of("-Xmx1g"), BusyProcess.class, file.toString())) {
      busy.expect("ready");
      JobClient client = Jobmill.clientOf(store);
      Content payload = EngineCycle.payload();
      for (int i = -submissions / 5; i < submissions; i++) {
        LockSupport.parkNanos(PAUSE.toNanos());
        long begin = System.nanoTime();
        client.submit(JobRequest.of(EngineCycle.NOOP, payload).queue("small"));
        if (i >= 0) {
          millis[i] = BareLoop.seconds(begin) * 1e3;
        }
      }
      return new Seen(new Percentiles(millis), Double.parseDouble(busy.ask("rate")));
    }
  }
}
