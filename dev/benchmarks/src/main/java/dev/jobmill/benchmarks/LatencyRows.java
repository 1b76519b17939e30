package dev.jobmill.benchmarks;

import dev.jobmill.store.memory.MemoryJobStore;

/// How soon a job starts where nothing else is going on.
final class LatencyRows {
  private static final int JOBS = 500;

  /// The submission's and the claim's: nothing starts before both are durable.
  private static final int COMMITS = 2;

  private LatencyRows() {}

  static void measure(Bench bench) throws Exception {
    Series fsync = new Series();
    Series half = new Series();
    Series most = new Series();
    Series over = new Series();
    Series memory = new Series();
    Series handOvers = new Series();
    for (int run = -1; run < bench.runs(); run++) {
      Percentiles disk = bench.inFile(file -> Fsync.run(file, JOBS));
      Percentiles millis = bench.inStore(store -> IdleLatency.run(store, JOBS));
      Percentiles light = IdleLatency.run(MemoryJobStore.create(), JOBS);
      Percentiles threads = HandOvers.run(HandOvers.BETWEEN_SUBMIT_AND_START, JOBS);
      if (run >= 0) {
        fsync.add(disk.at(50));
        half.add(millis.at(50));
        most.add(millis.at(99));
        memory.add(light.at(50));
        handOvers.add(threads.at(50));
        over.add(millis.at(50) - COMMITS * disk.at(50));
      }
    }
    Table table = bench.table();
    table.row("write of 8 KiB and fsync, p50 ms", fsync, "%.2f");
    table.row("idle, submit to start on SQLite, p50 ms", half, "%.2f");
    table.row("idle, submit to start on SQLite, p99 ms", most, "%.2f");
    table.row("idle, submit to start in memory, p50 ms", memory, "%.2f");
    table.row("five parked threads woken one by the other, p50 ms", handOvers, "%.2f");
    table.row("p50 above " + COMMITS + " fsyncs, ms", over, "%.2f", "≤ 0.5");
    table.row("p99 / p50", most.over(half), "%.1f", "≤ 5");
    table.gap();
  }
}
