package dev.jobmill.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long a command of a client takes as a whole, beside the shortest that a JVM can take.
final class LaunchRows {
  private LaunchRows() {}

  static void measure(Bench bench) throws Exception {
    Series version = new Series();
    Series list = new Series();
    Series submit = new Series();
    String jobmill = Path.of(System.getProperty("jobmill.root"), "jobmill").toString();
    bench.inFile(file -> {
      List<String> store = List.of("--store", "sqlite:" + file);
      bench.table().progress("starting ./jobmill, which builds itself at the first start");
      // The first start builds, the next ones warm the cache of the file system.
      for (int run = -2; run < bench.runs() * 3; run++) {
        double versionMillis = millis(bench, List.of(Java.executable(), "-version"));
        double listMillis = millis(bench, command(jobmill, List.of("list"), store, List.of()));
        double submitMillis =
            millis(
                bench, command(jobmill, List.of("submit", "exec"), store, List.of("--", "true")));
        if (run >= 0) {
          version.add(versionMillis);
          list.add(listMillis);
          submit.add(submitMillis);
        }
      }
      return true;
    });
    Table table = bench.table();
    table.row("java -version, ms", version, "%.0f");
    table.row("./jobmill list, ms", list, "%.0f");
    table.row("./jobmill submit, ms", submit, "%.0f");
    table.row("./jobmill list / java -version", list.over(version), "%.1f", "≤ 6");
    table.row("./jobmill submit / java -version", submit.over(version), "%.1f", "≤ 6");
    table.gap();
  }

  private static List<String> command(
      String program, List<String> verb, List<String> store, List<String> rest) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(verb);
    command.addAll(store);
    command.addAll(rest);
    return command;
  }

  private static double millis(Bench bench, List<String> command)
      throws IOException, InterruptedException {
    File said = bench.folder().resolve("said.txt").toFile();
    long begin = System.nanoTime();
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(said));
    // The settings of the benchmarks are none of the command's.
    process.environment().keySet().removeIf(name -> name.startsWith("JOBMILL_"));
    int status = process.start().waitFor();
    double millis = BareLoop.seconds(begin) * 1e3;
    if (status != 0) {
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + status
              + ": "
              + Files.readString(said.toPath()));
    }
    return millis;
  }
}
