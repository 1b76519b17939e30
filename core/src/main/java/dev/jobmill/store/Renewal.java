package dev.jobmill.store;

import java.time.Duration;
import java.util.Set;

/// The answer to a heartbeat.
///
/// @param cancel those of the named runs whose jobs are `CANCELLING`
/// @param lost those of the named runs that the worker does not have any more
/// @param sample runs whose stack somebody asks for ([Stacks]), named or not: each was given to
///   this worker and is the latest of its job
public record Renewal(Set<RunKey> cancel, Set<RunKey> lost, Set<RunKey> sample) {
  /// How far apart two renewals must be that do not name a run before it goes back to its queue. It
  /// is longer than an answer to a claim takes to become known in its worker, and shorter than the
  /// time between two ordinary renewals.
  public static final Duration UNNAMED_GRACE = Duration.ofSeconds(5);

  /// An answer that asks for no stacks.
  public Renewal(Set<RunKey> cancel, Set<RunKey> lost) {
    this(cancel, lost, Set.of());
  }
}
