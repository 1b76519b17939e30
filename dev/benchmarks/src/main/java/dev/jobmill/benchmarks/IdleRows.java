package dev.jobmill.benchmarks;

import java.util.List;

/// What a worker costs that has nothing to do. All processes are watched at the same time, since
/// none of them keeps another from anything.
final class IdleRows {
  private static final int SETTLE_MILLIS = 5_000;
  private static final int WINDOW_MILLIS = 20_000;
  private static final int WINDOWS_MAX = 2;

  private IdleRows() {}

  static void measure(Bench bench) throws Exception {
    Series bare = new Series();
    Series alone = new Series();
    Series pair = new Series();
    bench.inFile(one ->
        bench.inFile(shared -> {
          try (Child nothing = Child.start(List.of(), IdleProcess.class);
              Child single = Child.start(List.of(), IdleProcess.class, one.toString());
              Child first = Child.start(List.of(), IdleProcess.class, shared.toString());
              Child second = Child.start(List.of(), IdleProcess.class, shared.toString())) {
            List<Child> all = List.of(nothing, single, first, second);
            for (Child child : all) {
              child.expect("ready");
            }
            Thread.sleep(SETTLE_MILLIS);
            for (int run = 0; run < Math.min(WINDOWS_MAX, bench.runs()); run++) {
              double[] shares = window(all);
              bare.add(shares[0]);
              alone.add(shares[1]);
              pair.add(Math.max(shares[2], shares[3]));
            }
          }
          return true;
        }));
    bench.table().row("a JVM that does nothing, % of a core over 20 s", bare, "%.2f");
    bench.table().row("an idle worker alone, % of a core", alone, "%.2f", "≤ 0.5");
    bench
        .table()
        .row("an idle worker, a second process on the file, % of a core", pair, "%.2f", "≤ 0.5");
    bench.table().gap();
  }

  /// The share of a core that each has used during a window, in per cent. The kernel counts in
  /// hundredths of a second: 0.05 % here.
  private static double[] window(List<Child> all) throws InterruptedException {
    double[] shares = new double[all.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = -all.get(i).cpuSeconds();
    }
    long begin = System.nanoTime();
    Thread.sleep(WINDOW_MILLIS);
    double seconds = BareLoop.seconds(begin);
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (shares[i] + all.get(i).cpuSeconds()) / seconds * 100;
    }
    return shares;
  }
}
