package dev.jobmill.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Jobmill beside JobRunr and db-scheduler, each in a JVM of its own that stays for all runs, so
/// that it is warm; only one works at a time.
final class PeerRows {
  private static final List<String> HEAP = List.of("-Xmx1g");

  /// The slow systems run few jobs, and one run does not get them warm.
  private static final int WARM_UPS = 2;

  private final Bench bench;
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final Map<String, Series> rates = new LinkedHashMap<>();

  private PeerRows(Bench bench) {
    this.bench = bench;
  }

  static void measure(Bench bench) throws Exception {
    PeerRows rows = new PeerRows(bench);
    try {
      rows.start();
      rows.run();
    } finally {
      for (Child child : rows.children.values()) {
        child.close();
      }
    }
    rows.print();
  }

  /// How many jobs a system is given: the slow ones few, since their rate is what counts.
  private Map<String, Integer> systems() {
    Map<String, Integer> systems = new LinkedHashMap<>();
    int jobs = bench.jobs();
    systems.put(PeerProcess.JOBMILL_MEMORY, jobs / 2);
    systems.put(PeerProcess.JOBRUNR_MEMORY, jobs / 40);
    systems.put(PeerProcess.JOBMILL_SQLITE, jobs / 2);
    systems.put(PeerProcess.JOBRUNR_SQLITE, jobs / 40);
    systems.put(PeerProcess.DB_SCHEDULER_H2, jobs / 80);
    systems.put(PeerProcess.DB_SCHEDULER_SQLITE, jobs / 80);
    systems.put(PeerProcess.JOBMILL_SQLITE_AT_ONCE, jobs / 2);
    systems.put(PeerProcess.JOBRUNR_MEMORY_AT_ONCE, jobs / 40);
    return systems;
  }

  private void start() throws IOException {
    for (String name : systems().keySet()) {
      Child child = Child.start(HEAP, PeerProcess.class, name, bench.folder().toString());
      children.put(name, child);
      rates.put(name, new Series());
      bench.table().note(name + ": " + child.answer());
    }
  }

  private void run() throws IOException {
    for (int run = -WARM_UPS; run < bench.runs(); run++) {
      for (Map.Entry<String, Integer> system : systems().entrySet()) {
        String name = system.getKey();
        Phases phases =
            Phases.of(Objects.requireNonNull(children.get(name)).ask(system.getValue().toString()));
        bench
            .table()
            .progress(
                String.format(
                    Locale.ROOT,
                    "%s: %d jobs, submitted in %.2f s, run in %.2f s%s",
                    name,
                    phases.jobs(),
                    phases.submitSeconds(),
                    phases.runSeconds(),
                    run < 0 ? " (warm-up)" : ""));
        if (run >= 0) {
          rate(name).add(phases.rate());
        }
      }
    }
  }

  private void print() {
    rates.forEach((name, rate) -> bench.table().row(name + ", jobs/s", rate, "%.0f"));
    ratio(PeerProcess.JOBMILL_SQLITE_AT_ONCE, PeerProcess.JOBRUNR_MEMORY_AT_ONCE, "≥ 25");
    ratio(PeerProcess.JOBMILL_SQLITE, PeerProcess.JOBRUNR_MEMORY, "");
    ratio(PeerProcess.JOBMILL_SQLITE, PeerProcess.JOBRUNR_SQLITE, "");
    ratio(PeerProcess.JOBMILL_MEMORY, PeerProcess.JOBRUNR_MEMORY, "");
    ratio(PeerProcess.JOBMILL_SQLITE, PeerProcess.DB_SCHEDULER_H2, "");
    ratio(PeerProcess.JOBMILL_SQLITE, PeerProcess.DB_SCHEDULER_SQLITE, "");
    bench.table().gap();
  }

  private void ratio(String ours, String theirs, String reach) {
    bench.table().row(ours + " / " + theirs, rate(ours).over(rate(theirs)), "%.1f", reach);
  }

  private Series rate(String name) {
    return Objects.requireNonNull(rates.get(name));
  }
}
