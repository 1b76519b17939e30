package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobRequest;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Submits in bulk and runs what it submits, as fast as it can, until its input ends. It says
/// "ready" when it is warm and, at the end, its jobs per second since.
public final class BusyProcess {
  private static final String QUEUE = "busy";
  private static final int WARM_UP = 50_000;

  /// What may be submitted and has not run: the backlog is not to grow with the time.
  private static final int IN_FLIGHT = 20_000;

  private BusyProcess() {}

  /// Arguments: the file.
  public static void main(String[] args) throws Exception {
    Semaphore room = new Semaphore(IN_FLIGHT);
    Semaphore warm = new Semaphore(1 - WARM_UP);
    AtomicLong done = new AtomicLong();
    Jobmill mill =
        Jobmill.open(SqliteJobStore.at(Path.of(args[0])))
            .slots(EngineCycle.SLOTS)
            .queues(List.of(QUEUE))
            .handle(
                EngineCycle.NOOP,
                (job, payload) -> {
                  room.release();
                  done.incrementAndGet();
                  warm.release();
                  return EngineCycle.RESULT;
                })
            .start();
    for (int i = 0; i < EngineCycle.SUBMITTERS; i++) {
      Thread.ofPlatform().daemon().start(() -> submit(mill, room));
    }
    warm.acquire();
    long before = done.get();
    long begin = System.nanoTime();
    System.out.println("ready");
    while (System.in.read() != '\n') {
      // One line asks for the rate.
    }
    System.out.println((done.get() - before) / BareLoop.seconds(begin));
    Runtime.getRuntime().halt(0);
  }

  private static void submit(Jobmill mill, Semaphore room) {
    Content payload = EngineCycle.payload();
    while (true) {
      room.acquireUninterruptibly(BareLoop.BATCH);
      mill.submitAll(
          Collections.nCopies(
              BareLoop.BATCH, JobRequest.of(EngineCycle.NOOP, payload).queue(QUEUE)));
    }
  }
}
