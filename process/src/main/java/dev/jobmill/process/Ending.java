package dev.jobmill.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Ends all that belongs to a run: TERM first, KILL after a grace, until nothing is left.
///
/// Processes that are not our children cannot be waited for, and new ones may be started in
/// between; so it looks again and again. After it has had to end something it believes that nothing
/// is left only when it has seen nothing twice.
final class Ending {
  private static final Duration PAUSE_MIN = Duration.ofMillis(2);
  private static final Duration PAUSE_MAX = Duration.ofMillis(50);

  /// How long after the KILL a process may still be there (stuck in the system, or another user's)
  /// before it is given up.
  private static final Duration GIVE_UP = Duration.ofSeconds(10);

  private final ProcessTable table;
  private final RunMark mark;
  private final Belonging belonging;
  private final Process program;
  private final Set<ProcessRow.Identity> known = new HashSet<>();

  Ending(ProcessTable table, RunMark mark, Belonging belonging, Process program) {
    this.table = table;
    this.mark = mark;
    this.belonging = belonging;
    this.program = program;
  }

  /// Returns when nothing is left. Interruptions do not cut it short.
  Ended run(Duration grace, Uninterrupted patience) {
    long start = System.nanoTime();
    Duration pause = PAUSE_MIN;
    boolean sawNothing = false;
    while (true) {
      List<ProcessRow> left = left();
      if (left.isEmpty()) {
        if (sawNothing || known.isEmpty()) {
          return new Ended(known.size(), List.of());
        }
        sawNothing = true;
        continue;
      }
      sawNothing = false;
      Duration passed = Duration.ofNanos(System.nanoTime() - start);
      if (passed.compareTo(grace.plus(GIVE_UP)) >= 0) {
        return new Ended(known.size(), left.stream().map(ProcessRow::pid).toList());
      }
      signal(left, passed.compareTo(grace) >= 0);
      patience.pause(pause);
      pause = pause.compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private List<ProcessRow> left() {
    long pid = program.isAlive() ? program.pid() : 0;
    return belonging.of(table.rows(mark), pid, known);
  }

  private void signal(List<ProcessRow> left, boolean kill) {
    for (ProcessRow row : left) {
      boolean first = known.add(row.identity());
      if (kill) {
        ProcessHandle.of(row.pid()).ifPresent(ProcessHandle::destroyForcibly);
      } else if (first) {
        ProcessHandle.of(row.pid()).ifPresent(ProcessHandle::destroy);
      }
    }
  }

  /// How it went.
  ///
  /// @param processes how many processes were there
  /// @param survivors those that could not be ended
  record Ended(int processes, List<Long> survivors) {}
}
