package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.time.Duration;

/// A process with a worker that has nothing to do; without arguments a process that does nothing at
/// all. Says "ready" and stays until its input ends.
public final class IdleProcess {
  private IdleProcess() {}

  /// Arguments: the file, or none.
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      stay();
      return;
    }
    try (Jobmill mill =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .handle(EngineCycle.NOOP, (job, payload) -> EngineCycle.RESULT)
            .start()) {
      mill.submit(EngineCycle.NOOP, EngineCycle.payload()).result(Duration.ofMinutes(1));
      stay();
    }
  }

  private static void stay() throws Exception {
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
  }
}
