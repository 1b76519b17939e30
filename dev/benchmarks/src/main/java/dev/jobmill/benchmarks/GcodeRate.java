package dev.jobmill.benchmarks;

import dev.jobmill.gcode.GcodeAnalyzer;
import dev.jobmill.gcode.GcodeReport;
import dev.jobmill.gcode.sample.ScaleFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// How fast a large G-code file is analysed, and in how much memory: in a JVM of its own with a
/// small heap. The measure is to read the same file and hash it, which the analysis does as well.
public final class GcodeRate {
  /// 1.1 GB.
  static final int LAYERS = 160;

  private GcodeRate() {}

  /// Arguments: the file, and how many runs after the first.
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    double megabytes = Files.size(file) / 1e6;
    for (int run = -1; run < Integer.parseInt(args[1]); run++) {
      long begin = System.nanoTime();
      hash(file);
      double hashing = megabytes / BareLoop.seconds(begin);
      begin = System.nanoTime();
      GcodeReport report = GcodeAnalyzer.analyze(file, (bytes, total) -> {});
      double analysing = megabytes / BareLoop.seconds(begin);
      if (report.layers() == null) {
        throw new IllegalStateException("the analysis found no layers");
      }
      if (run >= 0) {
        System.out.println(hashing + " " + analysing + " " + peakHeapMegabytes());
      }
    }
  }

  private static void hash(Path file) throws IOException, NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    sha256.digest();
  }

  private static double peakHeapMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        / 1e6;
  }

  /// Writes the file and measures it.
  static void measure(Bench bench) throws IOException {
    Path file = bench.folder().resolve("scale.gcode");
    new ScaleFile(LAYERS).writeTo(file);
    Series hashing = new Series();
    Series analysing = new Series();
    Series heap = new Series();
    Process process =
        Java.of(
            List.of("-Xmx64m", "-XX:+UseSerialGC"),
            GcodeRate.class,
            file.toString(),
            Integer.toString(bench.runs()));
    for (String line : process.inputReader().lines().toList()) {
      String[] parts = line.split(" ", -1);
      hashing.add(Double.parseDouble(parts[0]));
      analysing.add(Double.parseDouble(parts[1]));
      heap.add(Double.parseDouble(parts[2]));
    }
    Files.delete(file);
    Table table = bench.table();
    table.row("1.1 GB of G-code, read and hashed only, MB/s", hashing, "%.0f");
    table.row("1.1 GB of G-code, analysed with -Xmx64m, MB/s", analysing, "%.0f", "≥ 100");
    table.row("analysed / hashed only", analysing.over(hashing), "%.2f");
    table.row("most heap in use, garbage included, MB", heap, "%.1f", "≤ 64");
    table.gap();
  }
}
