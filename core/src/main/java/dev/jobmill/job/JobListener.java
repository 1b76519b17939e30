package dev.jobmill.job;

/// Hears what happens to jobs: see [JobNotice] for what is told. All listeners of a mill are called
/// one after the other, on one platform thread of its own, never on a thread that runs or stores
/// jobs.
@FunctionalInterface
public interface JobListener {
  /// Is told of one thing. It holds up the other listeners, so it should be quick; when it is so
  /// slow that notices pile up, the newest are dropped and counted. What it throws is logged and
  /// counted, and has no other effect. It may use the mill.
  void hear(JobNotice notice);
}
