package dev.jobmill.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about queues and types, and what people decide about them. A pause keeps jobs from
/// being claimed and changes none of them. A queue or type that is named here exists from then on.
public interface Queues {
  /// The most waiting jobs of a queue of which nothing else was said.
  long LIMIT_STANDARD = 1_000_000;

  /// All queues that hold or have held a job, or were named here, sorted by name.
  List<QueueInfo> queues();

  /// All types that jobs have or have had, or that were named here, sorted by name.
  List<TypeInfo> types();

  /// Lets a queue rest, or go on.
  void pauseQueue(String queue, boolean paused);

  /// Lets the jobs of a type rest in all queues, or go on.
  void pauseType(String type, boolean paused);

  /// Limits the waiting jobs of a queue. Those that are there stay, whatever the limit.
  ///
  /// @param limit zero or more; null for no limit
  void limitQueue(String queue, @Nullable Long limit);

  /// A queue.
  ///
  /// @param name its name
  /// @param paused whether it rests
  /// @param limit the most waiting jobs that it takes in; null for no limit
  /// @param waiting how many wait, `PENDING` or `QUEUED`
  record QueueInfo(String name, boolean paused, @Nullable Long limit, long waiting) {}

  /// A type.
  ///
  /// @param name its name
  /// @param paused whether its jobs rest
  record TypeInfo(String name, boolean paused) {}
}
