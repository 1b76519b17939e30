package dev.jobmill.benchmarks;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/// Prints a table of ratios. `run` beside the sources starts it; arguments choose rows by a part of
/// their names.
public final class Benchmarks {
  private static final int RUNS = Integer.getInteger("jobmill.runs", 5);
  private static final int JOBS = Integer.getInteger("jobmill.jobs", 200_000);

  private final PrintStream out;
  private final Path folder;

  private Benchmarks(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /// Runs what is asked for, or everything.
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("jobmill-benchmarks");
    try {
      Benchmarks benchmarks = new Benchmarks(System.out, folder);
      benchmarks.runAll(args);
    } finally {
      delete(folder);
    }
  }

  private void runAll(String[] args) throws Exception {
    out.printf(
        Locale.ROOT,
        "Java %s, %d cores, %d runs, median (lowest to highest)%n%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        RUNS);
    if (wanted(args, "cycle")) {
      cycles();
    }
    if (wanted(args, "submitters")) {
      submitters();
    }
    if (wanted(args, "latency")) {
      latency();
    }
    if (wanted(args, "processes")) {
      processes();
    }
    if (wanted(args, "gcode")) {
      gcode();
    }
  }

  private static boolean wanted(String[] args, String name) {
    return args.length == 0 || Stream.of(args).anyMatch(name::contains);
  }

  private void cycles() throws Exception {
    Series bare = new Series();
    Series sqlite = new Series();
    Series memory = new Series();
    for (int run = -1; run < RUNS; run++) {
      double bareRate = inFile(file -> BareLoop.cycle(file, JOBS));
      double sqliteRate = inFile(file -> EngineCycle.run(SqliteJobStore.at(file), JOBS));
      double memoryRate = EngineCycle.run(MemoryJobStore.create(), JOBS);
      if (run >= 0) {
        bare.add(bareRate);
        sqlite.add(sqliteRate);
        memory.add(memoryRate);
      }
    }
    row("bare loop, 1 000 jobs per transaction, jobs/s", bare.text("%.0f"));
    row("engine on SQLite, jobs/s", sqlite.text("%.0f"));
    row("engine on memory, jobs/s", memory.text("%.0f"));
    row("engine on SQLite / bare loop", sqlite.over(bare).text("%.2f"));
    row("engine on memory / engine on SQLite", memory.over(sqlite).text("%.2f"));
    out.println();
  }

  private void submitters() throws Exception {
    Series insert = new Series();
    Series one = new Series();
    Series many = new Series();
    for (int run = -1; run < RUNS; run++) {
      double insertRate = inFile(file -> BareLoop.bulkInsert(file, JOBS));
      double oneRate = inStore(store -> Submitters.run(store, 1, JOBS / 20));
      double manyRate = inStore(store -> Submitters.run(store, 64, JOBS / 64 * 64));
      if (run >= 0) {
        insert.add(insertRate);
        one.add(oneRate);
        many.add(manyRate);
      }
    }
    row("bare loop, bulk insert, jobs/s", insert.text("%.0f"));
    row("1 thread submitting one by one, jobs/s", one.text("%.0f"));
    row("64 threads submitting one by one, jobs/s", many.text("%.0f"));
    row("64 threads / 1 thread", many.over(one).text("%.1f"));
    row("64 threads / bulk insert", many.over(insert).text("%.2f"));
    out.println();
  }

  private void latency() throws Exception {
    Series half = new Series();
    Series most = new Series();
    for (int run = -1; run < RUNS; run++) {
      double[] millis =
          inFile(file -> {
            try (JobStore store = SqliteJobStore.at(file)) {
              return IdleLatency.run(store, 500);
            }
          });
      if (run >= 0) {
        half.add(millis[millis.length / 2]);
        most.add(millis[millis.length * 99 / 100]);
      }
    }
    row("idle, submit to start on SQLite, p50 ms", half.text("%.2f"));
    row("idle, submit to start on SQLite, p99 ms", most.text("%.2f"));
    out.println();
  }

  private void processes() throws Exception {
    Series one = new Series();
    Series two = new Series();
    for (int run = 0; run < RUNS; run++) {
      one.add(inFile(file -> CycleProcess.together(file, 1, JOBS)));
      two.add(inFile(file -> CycleProcess.together(file, 2, JOBS)));
    }
    row("1 process, engine on SQLite, jobs/s", one.text("%.0f"));
    row("2 processes on one file, jobs/s together", two.text("%.0f"));
    row("2 processes / 1 process", two.over(one).text("%.2f"));
    out.println();
  }

  private void gcode() throws IOException {
    GcodeRate.Figures figures = GcodeRate.measure(folder, RUNS);
    row("1.1 GB of G-code, read and hashed only, MB/s", figures.hashing().text("%.0f"));
    row("1.1 GB of G-code, analysed with -Xmx64m, MB/s", figures.analysing().text("%.0f"));
    row("analysed / hashed only", figures.analysing().over(figures.hashing()).text("%.2f"));
    row("most heap in use, garbage included, MB", figures.heap().text("%.1f"));
    out.println();
  }

  private void row(String name, String figure) {
    out.printf(Locale.ROOT, "%-52s %s%n", name, figure);
  }

  private <T> T inStore(Measured<JobStore, T> measured) throws Exception {
    return inFile(file -> {
      try (JobStore store = SqliteJobStore.at(file)) {
        return measured.run(store);
      }
    });
  }

  private <T> T inFile(Measured<Path, T> measured) throws Exception {
    Path own = Files.createTempDirectory(folder, "run");
    try {
      return measured.run(own.resolve("jobs.db"));
    } finally {
      delete(own);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private interface Measured<I, O> {
    O run(I input) throws Exception;
  }
}
