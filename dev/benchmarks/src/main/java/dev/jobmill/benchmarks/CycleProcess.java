package dev.jobmill.benchmarks;

import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One process that does whole cycles on a file which others may use as well: warms up, says
/// "ready", waits for a line, works, and says its jobs per second.
public final class CycleProcess {
  private CycleProcess() {}

  /// Arguments: the file and the number of jobs.
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    int jobs = Integer.parseInt(args[1]);
    String queue = "q" + ProcessHandle.current().pid();
    EngineCycle.run(SqliteJobStore.at(file), jobs / 4, queue);
    System.out.println("ready");
    if (System.in.read() >= 0) {
      System.out.println(EngineCycle.run(SqliteJobStore.at(file), jobs, queue));
    }
  }

  /// Jobs per second of all processes together: their jobs over the time of the slowest.
  static double together(Path file, int processes, int jobs) throws IOException {
    List<Process> started = new ArrayList<>();
    List<BufferedReader> outputs = new ArrayList<>();
    int each = jobs / processes;
    for (int i = 0; i < processes; i++) {
      Process process =
          Java.of(List.of(), CycleProcess.class, file.toString(), Integer.toString(each));
      started.add(process);
      outputs.add(
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }
    for (BufferedReader output : outputs) {
      if (!"ready".equals(output.readLine())) {
        throw new IOException("a benchmark process died before it was ready");
      }
    }
    for (Process process : started) {
      OutputStream input = process.getOutputStream();
      input.write('\n');
      input.flush();
    }
    double slowest = 0;
    for (BufferedReader output : outputs) {
      slowest = Math.max(slowest, each / Double.parseDouble(output.readLine()));
    }
    return each * processes / slowest;
  }
}
