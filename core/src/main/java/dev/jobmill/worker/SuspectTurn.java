package dev.jobmill.worker;

import dev.jobmill.store.Claimed;
import java.util.concurrent.TimeUnit;

/// When a worker runs suspects, each of which must run alone, and when it goes on with ordinary
/// work: a plain value that is replaced at each step. First nothing is claimed until nothing runs,
/// then suspects run one by one, then ordinary jobs run for at least as long as both took. So
/// suspects cost at most half of a worker's time, and are never left waiting for ever.
///
/// @param phase what it is about
/// @param begun when it stopped taking ordinary jobs, in nanoseconds of a clock that never jumps
/// @param entered when the phase began
/// @param until when the phase may end
record SuspectTurn(Phase phase, long begun, long entered, long until) {
  /// For how long suspects may run one after the other although emptying the worker took less.
  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);

  static final SuspectTurn NONE = new SuspectTurn(Phase.ORDINARY, 0, 0, 0);

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
      case REPAYING -> now - until >= 0 ? NONE : this;
      case ORDINARY, DRAINING -> this;
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
          answer.alone()
              ? alone(now, now)
              : answer.suspectsWait() ? new SuspectTurn(Phase.DRAINING, now, now, now) : this;
      case DRAINING ->
          answer.alone() ? alone(begun, now) : answer.suspectsWait() ? this : repaying(now);
      case ALONE -> answer.alone() ? this : repaying(now);
      // Nobody is kept waiting by a suspect when there is nothing else to do.
      case REPAYING -> idle && answer.suspectsWait() ? NONE : this;
    };
  }

  private static SuspectTurn alone(long begun, long now) {
    return new SuspectTurn(Phase.ALONE, begun, now, now + Math.max(ALONE_NANOS, now - begun));
  }

  private SuspectTurn repaying(long now) {
    return new SuspectTurn(Phase.REPAYING, begun, now, now + (now - begun));
  }
}
