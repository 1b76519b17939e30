package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobClient;
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
  static final int SLOTS = 4_000;
  static final int SUBMITTERS = 2;
  static final Content RESULT = Content.json("\"" + "r".repeat(58) + "\"");

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
      submitAll(mill, jobs, queue);
      done.await();
      // Returns when every outcome is stored.
      mill.stop(Jobmill.STOP_SOFT, Jobmill.STOP_HARD);
      return jobs / BareLoop.seconds(begin);
    }
  }

  /// Submits in bulk from a few threads at once.
  static void submitAll(JobClient client, int jobs, String queue) throws InterruptedException {
    List<Thread> submitters = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      submitters.add(Thread.ofPlatform().start(() -> submit(client, jobs / SUBMITTERS, queue)));
    }
    for (Thread submitter : submitters) {
      submitter.join();
    }
  }

  private static void submit(JobClient client, int jobs, String queue) {
    Content payload = payload();
    for (int sent = 0; sent < jobs; sent += BareLoop.BATCH) {
      int size = Math.min(BareLoop.BATCH, jobs - sent);
      List<JobRequest<Content, Content>> batch = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        batch.add(JobRequest.of(NOOP, payload).queue(queue));
      }
      client.submitAll(batch);
    }
  }
}
