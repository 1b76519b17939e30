package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;

/// A worker that says of each job when its handler began, by the clock that all processes of a
/// machine share ([WallClock]).
public final class StartProcess {
  private StartProcess() {}

  /// Arguments: the file.
  public static void main(String[] args) throws Exception {
    Jobmill mill =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .handle(
                EngineCycle.NOOP,
                (job, payload) -> {
                  System.out.println(WallClock.micros());
                  return null;
                })
            .start();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    mill.close();
  }
}
