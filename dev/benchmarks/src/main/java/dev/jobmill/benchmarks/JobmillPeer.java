package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobType;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;

/// Jobmill itself.
final class JobmillPeer implements Peer {
  private final boolean inMemory;
  private final boolean atOnce;

  /// @param atOnce whether jobs run while others are submitted
  JobmillPeer(boolean inMemory, boolean atOnce) {
    this.inMemory = inMemory;
    this.atOnce = atOnce;
  }

  @Override
  public Phases run(Path file, int jobs) throws Exception {
    JobStore store = inMemory ? MemoryJobStore.create() : SqliteJobStore.at(file);
    return atOnce ? Phases.atOnce(jobs, jobs / EngineCycle.run(store, jobs)) : phases(store, jobs);
  }

  /// The two phases on a store, which is closed.
  static Phases phases(JobStore store, int jobs) throws Exception {
    Handled handled = new Handled(jobs);
    long begin = System.nanoTime();
    EngineCycle.submitAll(Jobmill.clientOf(store), jobs, JobType.DEFAULT_QUEUE);
    double submitting = BareLoop.seconds(begin);
    Jobmill mill =
        Jobmill.open(store)
            .slots(EngineCycle.SLOTS)
            .handle(
                EngineCycle.NOOP,
                (job, payload) -> {
                  handled.one();
                  return EngineCycle.RESULT;
                })
            .start();
    try (mill) {
      long first = handled.awaitAll();
      // Returns when every outcome is stored.
      mill.stop(Jobmill.STOP_SOFT, Jobmill.STOP_HARD);
      return new Phases(jobs, submitting, BareLoop.seconds(first));
    }
  }

  @Override
  public String settings() {
    return (inMemory ? "memory" : "SQLite file, WAL, synchronous=FULL")
        + ", "
        + EngineCycle.SLOTS
        + " slots, "
        + EngineCycle.SUBMITTERS
        + " threads submitting "
        + BareLoop.BATCH
        + " at a time, history kept with results";
  }
}
