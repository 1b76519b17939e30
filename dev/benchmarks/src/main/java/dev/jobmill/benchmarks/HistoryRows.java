package dev.jobmill.benchmarks;

import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a long history costs those that claim and report.
final class HistoryRows {
  private HistoryRows() {}

  static void measure(Bench bench) throws Exception {
    long history = Long.getLong("jobmill.history", 10_000_000);
    Path folder = Files.createTempDirectory(bench.folder(), "history");
    try {
      Path file = folder.resolve("jobs.db");
      bench.table().progress("making a history of " + history + " jobs");
      long begin = System.nanoTime();
      HistoryFile.make(file, history);
      bench
          .table()
          .note(
              String.format(
                  Locale.ROOT,
                  "history of %,d jobs: %.1f GB, made in %.0f s",
                  history,
                  Bench.size(folder) / 1e9,
                  BareLoop.seconds(begin)));
      compare(bench, file, history);
    } finally {
      Bench.delete(folder);
    }
  }

  private static void compare(Bench bench, Path file, long history) throws Exception {
    Series emptySubmit = new Series();
    Series emptyRun = new Series();
    Series fullSubmit = new Series();
    Series fullRun = new Series();
    int jobs = bench.jobs() / 4;
    for (int run = -1; run < bench.runs(); run++) {
      Phases empty = bench.inFile(fresh -> JobmillPeer.phases(SqliteJobStore.at(fresh), jobs));
      Phases full = JobmillPeer.phases(SqliteJobStore.at(file), jobs);
      if (run >= 0) {
        emptySubmit.add(empty.submitRate());
        emptyRun.add(empty.runRate());
        fullSubmit.add(full.submitRate());
        fullRun.add(full.runRate());
      }
    }
    String with = String.format(Locale.ROOT, "%,d ended jobs", history);
    Table table = bench.table();
    table.row("claim, run, report on an empty SQLite store, jobs/s", emptyRun, "%.0f");
    table.row("the same beside " + with + ", jobs/s", fullRun, "%.0f");
    table.row(
        "claim, run, report: beside history / empty", fullRun.over(emptyRun), "%.2f", "≥ 0.9");
    table.row("submit in bulk: beside history / empty", fullSubmit.over(emptySubmit), "%.2f");
    table.gap();
  }
}
