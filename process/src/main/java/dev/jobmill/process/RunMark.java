package dev.jobmill.process;

import dev.jobmill.job.JobContext;

/// The mark `id:run` that everything a run starts carries in its environment, since it is the one
/// thing that survives a process that leaves its parent, its group and its session.
///
/// @param value `id:run`
record RunMark(String value) {
  /// The variable that holds it.
  static final String VARIABLE = "JOBMILL_RUN";

  /// Set for watchers alone (see [Watcher]): nothing that ends processes touches them.
  static final String WATCHER_VARIABLE = "JOBMILL_WATCHER";

  static RunMark of(JobContext job) {
    return new RunMark(job.id() + ":" + job.run());
  }

  @Override
  public String toString() {
    return value;
  }
}
