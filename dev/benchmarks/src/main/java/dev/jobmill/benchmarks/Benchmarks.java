package dev.jobmill.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Prints a table of ratios. `run` beside the sources starts it; arguments choose the rows by the
/// names of their groups.
public final class Benchmarks {
  private static final int RUNS = Integer.getInteger("jobmill.runs", 5);
  private static final int JOBS = Integer.getInteger("jobmill.jobs", 200_000);

  /// Fewer jobs are over before anything is warm.
  private static final int JOBS_MIN = 2_000;

  /// Some rows of the table, taken together.
  private interface Group {
    void measure(Bench bench) throws Exception;
  }

  private Benchmarks() {}

  private static Map<String, Group> groups() {
    Map<String, Group> groups = new LinkedHashMap<>();
    groups.put("cycle", CycleRows::cycle);
    groups.put("submitters", CycleRows::submitters);
    groups.put("latency", LatencyRows::measure);
    groups.put("peers", PeerRows::measure);
    groups.put("processes", ProcessRows::measure);
    groups.put("idle", IdleRows::measure);
    groups.put("waiting", WaitingRows::measure);
    groups.put("history", HistoryRows::measure);
    groups.put("launch", LaunchRows::measure);
    groups.put("compare", CompareRows::measure);
    groups.put("gcode", GcodeRate::measure);
    return groups;
  }

  /// Runs the groups that are named, or all of them.
  public static void main(String[] args) throws Exception {
    Map<String, Group> groups = groups();
    Set<String> unknown = new TreeSet<>(List.of(args));
    unknown.removeAll(groups.keySet());
    if (!unknown.isEmpty() || RUNS < 1 || JOBS < JOBS_MIN) {
      System.err.println(
          unknown.isEmpty()
              ? "JOBMILL_RUNS is to be at least 1, and JOBMILL_JOBS at least " + JOBS_MIN
              : "there is no " + unknown + ": use all, or some of " + groups.keySet());
      System.exit(2);
    }
    if (args.length > 0) {
      groups.keySet().retainAll(List.of(args));
    }
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d cores, %d runs of %d jobs, median (lowest to highest)%n%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        RUNS,
        JOBS);
    run(groups);
  }

  private static void run(Map<String, Group> groups) throws Exception {
    Path folder = Files.createTempDirectory("jobmill-benchmarks");
    Table table = new Table(System.out);
    long begin = System.nanoTime();
    try {
      Bench bench = new Bench(table, folder, RUNS, JOBS);
      for (Map.Entry<String, Group> group : groups.entrySet()) {
        long start = System.nanoTime();
        table.progress(group.getKey());
        group.getValue().measure(bench);
        table.progress(
            String.format(Locale.ROOT, "%s took %.0f s", group.getKey(), BareLoop.seconds(start)));
      }
    } finally {
      Bench.delete(folder);
    }
    table.markdown();
    table.progress(String.format(Locale.ROOT, "all took %.0f s", BareLoop.seconds(begin)));
  }
}
