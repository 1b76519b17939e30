package dev.jobmill.store;

/// Where jobs live: the single truth about them. Eleven roles, each small; a component is given the
/// role that it needs.
///
/// Promises of every store, held to by `JobStoreContract`:
///
/// - **Durable.** When [Admission#admit] has answered, the job survives what the store says in its
///   own name that it survives.
/// - **Bounded and repeatable.** Every operation takes many items, does a bounded amount of work,
///   and may be repeated after an [dev.jobmill.job.OutcomeUnknown].
/// - **A queue is the unit of placement.** What is decided atomically concerns one queue. Ids are
///   unique within a queue; whether one id may be used in two queues is left open, since queues may
///   live in different places.
/// - **Fenced.** Every write for a run takes effect only while the job is running in that very run.
/// - **The store's clock** decides due times and leases; what callers give are durations.
///
/// All operations are thread-safe, may block on I/O and throw [dev.jobmill.job.StoreUnavailable]
/// when the store is away. They must not be called on virtual threads unless the store says so:
/// native code pins their carrier.
public interface JobStore extends AutoCloseable {
  /// Takes jobs in, and takes what people want done to them.
  Admission admission();

  /// Gives jobs to workers and takes back what became of them.
  Claims claims();

  /// Looks at jobs.
  Lookup lookup();

  /// The passes of upkeep that any node may run.
  Upkeep upkeep();

  /// What is known about queues and types, and what people decide about them.
  Queues queues();

  /// Keeps large outputs of runs.
  Attachments attachments();

  /// What makes jobs by itself, again and again.
  Schedules schedules();

  /// Keeps what the steps of jobs have given.
  Steps steps();

  /// Which workers there are.
  Registries registries();

  /// Carries the live stacks of runs to whoever asks.
  Stacks stacks();

  /// Hints that something changed.
  Wakeups wakeups();

  /// Says which store this is, for messages: never contains a secret.
  String describe();

  /// Lets go of files, connections and threads. Jobs that this process still runs keep their lease
  /// until it is reaped. Later calls throw [dev.jobmill.job.StoreUnavailable]. Safe to call twice.
  @Override
  void close();
}
