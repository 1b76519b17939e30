package dev.jobmill.benchmarks;

import java.util.List;

/// The plain cycle of this tree beside that of another revision, in two JVMs that stay, so that
/// both are warm. They take turns, and each is the first in every other run.
final class CompareRows {
  private static final List<String> OPTIONS = List.of("-Xmx2g");
  private static final int WARM_UPS = 2;

  private final Bench bench;
  private final Child before;
  private final Child after;

  private CompareRows(Bench bench, Child before, Child after) {
    this.bench = bench;
    this.before = before;
    this.after = after;
  }

  static void measure(Bench bench) throws Exception {
    String classPath = System.getProperty("jobmill.before");
    if (classPath == null) {
      bench.table().note("compare: dev/benchmarks/run compare REV builds the other revision");
      return;
    }
    String revision = System.getProperty("jobmill.before.name");
    try (Child before = Child.on(classPath, OPTIONS, CompareProcess.class);
        Child after = Child.start(OPTIONS, CompareProcess.class)) {
      CompareRows rows = new CompareRows(bench, before, after);
      rows.measure("SQLite", revision, true, bench.jobs());
      // As long as the others take: a short run measures how the JVM got warm.
      rows.measure("memory", revision, false, bench.jobs() * 2);
    }
    bench.table().gap();
  }

  private void measure(String name, String revision, boolean inFile, int jobs) throws Exception {
    Series then = new Series();
    Series now = new Series();
    for (int run = -WARM_UPS; run < bench.runs(); run++) {
      boolean thenFirst = run % 2 == 0;
      double first = rate(thenFirst ? before : after, inFile, jobs);
      double second = rate(thenFirst ? after : before, inFile, jobs);
      if (run >= 0) {
        then.add(thenFirst ? first : second);
        now.add(thenFirst ? second : first);
      }
    }
    Table table = bench.table();
    table.row("engine on " + name + " at " + revision + ", jobs/s", then, "%.0f");
    table.row("engine on " + name + " now, jobs/s", now, "%.0f");
    table.row("engine on " + name + ", now / " + revision, now.over(then), "%.2f", "1");
  }

  private double rate(Child child, boolean inFile, int jobs) throws Exception {
    return Double.parseDouble(
        inFile
            ? bench.inFile(file -> child.ask(jobs + " " + file))
            : child.ask(Integer.toString(jobs)));
  }
}
