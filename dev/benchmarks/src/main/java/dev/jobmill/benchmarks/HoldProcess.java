package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

/// Claims jobs and never ends them. When all of them run it says "holding", and waits to be killed.
public final class HoldProcess {
  private HoldProcess() {}

  static JobType<Content, Content> type(String name) {
    return JobType.of(name, Content.class, Content.class);
  }

  /// Arguments: the file, the name of the jobs' type, how many.
  public static void main(String[] args) throws Exception {
    JobType<Content, Content> type = type(args[1]);
    int jobs = Integer.parseInt(args[2]);
    CountDownLatch held = new CountDownLatch(jobs);
    Jobmill mill =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .slots(jobs)
            .handle(
                type,
                (job, payload) -> {
                  held.countDown();
                  new CountDownLatch(1).await();
                  return null;
                })
            .start();
    mill.submitAll(Collections.nCopies(jobs, JobRequest.of(type, EngineCycle.payload())));
    held.await();
    System.out.println("holding");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    Runtime.getRuntime().halt(1);
  }
}
