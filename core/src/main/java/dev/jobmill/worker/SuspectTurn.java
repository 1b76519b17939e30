package dev.jobmill.worker;

import dev.jobmill.store.Claimed;
import java.util.concurrent.TimeUnit;

/// When a worker runs suspects, each of which must run alone, and when it goes on with ordinary
/// work: a plain value that is replaced at each step. First nothing is claimed until nothing runs,
/// then suspects run one by one, then ordinary jobs run for at least as long as both took. So
/// suspects cost at most half of a worker's time, and are never left waiting for ever. Work that
/// does not end holds nobody up for long: a worker that is not empty in time goes on with ordinary
/// jobs for as long as it has waited, and waits for twice as long the next time.
///
/// @param phase what it is about
/// @param begun when it stopped taking ordinary jobs, in nanoseconds of a clock that never jumps
/// @param entered when the phase began
/// @param until when the phase may end
/// @param patience for how long it waits to be empty
record SuspectTurn(Phase phase, long begun, long entered, long until, long patience) {
  /// For how long suspects may run one after the other although emptying the worker took less.
  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PATIENCE_MAX_NANOS = TimeUnit.DAYS.toNanos(30);

  static final SuspectTurn NONE = ordinary(PATIENCE_NANOS);

  enum Phase {
    ORDINARY,
    DRAINING,
    ALONE,
    REPAYING
  }

  /// What to claim.
  enum Ask {
    /// Nothing, until what runs has ended.
    NOTHING,

    /// Nothing, except whether there are suspects still.
    LOOK,

    /// Ordinary jobs only.
    ORDINARY,

    /// A suspect, or ordinary jobs if none waits.
    ANY
  }

  /// The turn at this time.
  ///
  /// @param idle whether the worker runs nothing, as the store knows it
  SuspectTurn at(boolean idle, long now) {
    return switch (phase) {
      case ALONE -> idle && now - until >= 0 ? repaying(now) : this;
      case REPAYING -> now - until >= 0 ? ordinary(patience) : this;
      case DRAINING -> !idle && now - until >= 0 ? impatient(now) : this;
      case ORDINARY -> this;
    };
  }

  /// What to claim now.
  Ask ask(boolean idle) {
    return switch (phase) {
      case ORDINARY -> idle ? Ask.ANY : Ask.ORDINARY;
      case DRAINING -> idle ? Ask.ANY : Ask.LOOK;
      case ALONE -> idle ? Ask.ANY : Ask.NOTHING;
      case REPAYING -> Ask.ORDINARY;
    };
  }

  /// The turn after a claim.
  ///
  /// @param idle whether the worker runs nothing still
  SuspectTurn after(Claimed answer, boolean idle, long now) {
    return switch (phase) {
      case ORDINARY ->
          answer.alone() ? alone(now, now) : answer.suspectsWait() ? draining(now) : this;
      case DRAINING ->
          answer.alone() ? alone(begun, now) : answer.suspectsWait() ? this : repaying(now);
      case ALONE -> answer.alone() ? this : repaying(now);
      // Nobody is kept waiting by a suspect when there is nothing else to do.
      case REPAYING -> idle && answer.suspectsWait() ? ordinary(patience) : this;
    };
  }

  /// Whether only what has to do with suspects is asked for.
  boolean isAboutSuspects() {
    return phase == Phase.DRAINING || phase == Phase.ALONE;
  }

  private static SuspectTurn ordinary(long patience) {
    return new SuspectTurn(Phase.ORDINARY, 0, 0, 0, patience);
  }

  private SuspectTurn draining(long now) {
    return new SuspectTurn(Phase.DRAINING, now, now, now + patience, patience);
  }

  private static SuspectTurn alone(long begun, long now) {
    long until = now + Math.max(ALONE_NANOS, now - begun);
    return new SuspectTurn(Phase.ALONE, begun, now, until, PATIENCE_NANOS);
  }

  private SuspectTurn repaying(long now) {
    return new SuspectTurn(Phase.REPAYING, begun, now, now + (now - begun), patience);
  }

  private SuspectTurn impatient(long now) {
    long next = Math.min(2 * patience, PATIENCE_MAX_NANOS);
    return new SuspectTurn(Phase.REPAYING, begun, now, now + (now - begun), next);
  }
}
