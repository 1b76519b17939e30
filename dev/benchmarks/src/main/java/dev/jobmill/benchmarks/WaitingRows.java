package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobRequest;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What jobs cost that only wait: those that nobody here may claim, and those that are due later.
final class WaitingRows {
  private static final int FRONT = 100_000;
  private static final int WARM_UPS = 1;

  private WaitingRows() {}

  static void measure(Bench bench) throws Exception {
    inFront(bench, "SQLite", bench::inStore);
    inFront(
        bench,
        "memory",
        measured -> {
          try (JobStore store = MemoryJobStore.create()) {
            return measured.run(store);
          }
        });
    dueLater(bench);
  }

  private interface Stores {
    Percentiles with(Bench.Measured<JobStore, Percentiles> measured) throws Exception;
  }

  private static void inFront(Bench bench, String name, Stores stores) throws Exception {
    Map<ClaimCost.Front, Series> claims = new EnumMap<>(ClaimCost.Front.class);
    for (ClaimCost.Front kind : ClaimCost.Front.values()) {
      claims.put(kind, new Series());
    }
    for (int run = -WARM_UPS; run < bench.runs(); run++) {
      for (ClaimCost.Front kind : ClaimCost.Front.values()) {
        Percentiles millis = stores.with(store -> ClaimCost.run(store, kind, FRONT));
        if (run >= 0) {
          Objects.requireNonNull(claims.get(kind)).add(millis.at(50));
        }
      }
    }
    Series free = Objects.requireNonNull(claims.get(ClaimCost.Front.NOBODY));
    bench
        .table()
        .row("a claim of " + ClaimCost.LIMIT + " jobs on " + name + ", p50 ms", free, "%.3f");
    for (ClaimCost.Front kind : ClaimCost.Front.values()) {
      if (kind != ClaimCost.Front.NOBODY) {
        bench
            .table()
            .row(
                String.format(
                    Locale.ROOT, "a claim on %s, 100 000 of an %s / without", name, kind.words),
                Objects.requireNonNull(claims.get(kind)).over(free),
                "%.2f",
                "≤ 2");
      }
    }
  }

  private static void dueLater(Bench bench) throws Exception {
    int later = bench.jobs() * 5;
    Path folder = Files.createTempDirectory(bench.folder(), "later");
    try {
      Path full = folder.resolve("jobs.db");
      bench.table().progress("submitting " + later + " jobs that are due in a year");
      submitLater(full, later);
      Series emptyMillis = new Series();
      Series emptyHeap = new Series();
      Series millis = new Series();
      Series heap = new Series();
      for (int run = -1; run < bench.runs(); run++) {
        double[] empty = bench.inFile(WaitingRows::firstJob);
        double[] beside = firstJob(full);
        if (run >= 0) {
          emptyMillis.add(empty[0]);
          emptyHeap.add(empty[1]);
          millis.add(beside[0]);
          heap.add(beside[1]);
        }
      }
      Table table = bench.table();
      String with = String.format(Locale.ROOT, "%,d jobs due in a year", later);
      table.row("new JVM (-Xmx64m) to first job done, empty store, ms", emptyMillis, "%.0f");
      table.row("the same beside " + with + ", ms", millis, "%.0f", "≤ 3000");
      table.row("heap in use, empty store, MB", emptyHeap, "%.1f");
      table.row("heap in use beside " + with + " / empty", heap.over(emptyHeap), "%.2f", "1");
      table.gap();
    } finally {
      Bench.delete(folder);
    }
  }

  private static void submitLater(Path file, int jobs) {
    try (JobStore store = SqliteJobStore.at(file)) {
      JobClient client = Jobmill.clientOf(store);
      Content payload = EngineCycle.payload();
      for (int sent = 0; sent < jobs; sent += BareLoop.BATCH) {
        List<JobRequest<Content, Content>> batch = new ArrayList<>(BareLoop.BATCH);
        for (int i = sent; i < Math.min(jobs, sent + BareLoop.BATCH); i++) {
          batch.add(
              JobRequest.of(EngineCycle.NOOP, payload).queue("later").delay(Duration.ofDays(365)));
        }
        client.submitAll(batch);
      }
    }
  }

  /// Milliseconds from the start of a process until its first job is done, and its heap in MB.
  private static double[] firstJob(Path file) throws Exception {
    long begin = System.nanoTime();
    try (Child child =
        Child.start(List.of("-Xmx64m", "-XX:+UseSerialGC"), FirstJob.class, file.toString())) {
      child.expect("done");
      double millis = BareLoop.seconds(begin) * 1e3;
      return new double[] {millis, Double.parseDouble(child.answer())};
    }
  }
}
