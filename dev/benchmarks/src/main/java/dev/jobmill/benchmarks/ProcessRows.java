package dev.jobmill.benchmarks;

/// Several processes on one file.
final class ProcessRows {
  private static final int STARTS = 150;
  private static final int KILLS = 4;
  private static final int SUBMISSIONS = 200;

  private ProcessRows() {}

  static void measure(Bench bench) throws Exception {
    together(bench);
    startElsewhere(bench);
    backInQueue(bench);
    besideBusy(bench);
    bench.table().gap();
  }

  private static void together(Bench bench) throws Exception {
    Series one = new Series();
    Series two = new Series();
    for (int run = 0; run < bench.runs(); run++) {
      one.add(bench.inFile(file -> CycleProcess.together(file, 1, bench.jobs() / 2)));
      two.add(bench.inFile(file -> CycleProcess.together(file, 2, bench.jobs() / 2)));
    }
    Table table = bench.table();
    table.row("1 process, engine on SQLite, jobs/s", one, "%.0f");
    table.row("2 processes on one file, jobs/s together", two, "%.0f");
    table.row("2 processes / 1 process", two.over(one), "%.2f");
  }

  private static void startElsewhere(Bench bench) throws Exception {
    Series half = new Series();
    Series most = new Series();
    for (int run = 0; run < bench.runs(); run++) {
      Percentiles millis = bench.inFile(file -> StartElsewhere.run(file, STARTS));
      half.add(millis.at(50));
      most.add(millis.at(95));
    }
    bench.table().row("idle, submit to start in another process, p50 ms", half, "%.2f", "≤ 5");
    bench.table().row("idle, submit to start in another process, p95 ms", most, "%.2f", "≤ 30");
  }

  private static void backInQueue(Bench bench) throws Exception {
    Series last = new Series();
    for (int run = 0; run < bench.runs(); run++) {
      last.add(bench.inFile(file -> BackInQueue.run(file, 1 + KILLS / bench.runs())).max());
    }
    bench.table().row("kill -9 until its 100 jobs are queued again, ms", last, "%.0f", "≤ 1000");
  }

  private static void besideBusy(Bench bench) throws Exception {
    Series half = new Series();
    Series most = new Series();
    Series busy = new Series();
    for (int run = 0; run < bench.runs(); run++) {
      BesideBusy.Seen seen = bench.inFile(file -> BesideBusy.run(file, SUBMISSIONS));
      half.add(seen.millis().at(50));
      most.add(seen.millis().at(99));
      busy.add(seen.busyRate());
    }
    Table table = bench.table();
    table.row("a process that saturates the writer meanwhile, jobs/s", busy, "%.0f");
    table.row("a small process beside it, submit, p50 ms", half, "%.1f");
    table.row("a small process beside it, submit, p99 ms", most, "%.1f", "≤ 30");
  }
}
