package dev.jobmill.benchmarks;

import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The plain cycle, of whatever revision of Jobmill it is compiled against: `run` compiles it, with
/// [EngineCycle] and [BareLoop], against another one as well, so these three use nothing else of
/// this package. It takes lines, the number of jobs and a file (none for memory), and answers each
/// with the jobs per second.
public final class CompareProcess {
  private CompareProcess() {}

  /// Without arguments.
  public static void main(String[] args) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] parts = order.split(" ", 2);
      int jobs = Integer.parseInt(parts[0]);
      System.out.println(
          parts.length == 1
              ? EngineCycle.run(MemoryJobStore.create(), jobs)
              : EngineCycle.run(SqliteJobStore.at(Path.of(parts[1])), jobs));
    }
  }
}
