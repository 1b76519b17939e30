package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.store.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The whole engine: jobs are submitted in bulk, claimed, run by a handler that does nothing,
/// reported and moved to history, all at the same time.
final class EngineCycle {
  static final JobType<Content, Content> NOOP = JobType.of("noop", Content.class, Content.class);
  private static final int SLOTS = 4_000;
  private static final int SUBMITTERS = 2;
  private static final Content RESULT = Content.json("\"" + "r".repeat(58) + "\"");

  private EngineCycle() {}

  static Content payload() {
    return Content.json("\"" + "p".repeat(298) + "\"");
  }

  /// Jobs per second from the first submission until the last outcome is stored.
  static double run(JobStore store, int jobs) throws InterruptedException {
    return run(store, jobs, JobType.DEFAULT_QUEUE);
  }

  /// The same in one queue: processes that share a file measure their own jobs each.
  static double run(JobStore store, int jobs, String queue) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(jobs);
    Jobmill mill =
        Jobmill.open(store)
            .slots(SLOTS)
            .queues(List.of(queue))
            .handle(
                NOOP,
                (job, payload) -> {
                  done.countDown();
                  return RESULT;
                })
            .start();
    try (mill) {
      long begin = System.nanoTime();
      List<Thread> submitters = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        submitters.add(Thread.ofPlatform().start(() -> submit(mill, jobs / SUBMITTERS, queue)));
      }
      for (Thread submitter : submitters) {
        submitter.join();
      }
      done.await();
      // Returns when every outcome is stored.
      mill.stop(Jobmill.STOP_SOFT, Jobmill.STOP_HARD);
      return jobs / BareLoop.seconds(begin);
    }
  }

  private static void submit(Jobmill mill, int jobs, String queue) {
    Content payload = payload();
    for (int sent = 0; sent < jobs; sent += BareLoop.BATCH) {
      List<JobRequest<Content, Content>> batch = new ArrayList<>(BareLoop.BATCH);
      for (int i = 0; i < BareLoop.BATCH; i++) {
        batch.add(JobRequest.of(NOOP, payload).queue(queue));
      }
      mill.submitAll(batch);
    }
  }
}
