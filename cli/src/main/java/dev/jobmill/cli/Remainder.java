package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.cli.settings.StoreUrl;

/// What is said about a stop.
final class Remainder {
  private Remainder() {}

  static void announce(Session session, Jobmill mill, RunWatch watch) {
    int running = mill.running();
    String what =
        running == 0
            ? "stopping"
            : "stopping, "
                + jobs(running)
                + " may go on for up to "
                + Jobmill.STOP_SOFT.toSeconds()
                + " s; a second Ctrl-C stops at once";
    watch.beside(() -> session.note(what));
  }

  /// @param left how many jobs have not ended
  static void tell(Session session, long left) {
    if (left == 0) {
      session.note("stopped, nothing is left to do");
    } else if (session.settings().store() instanceof StoreUrl.Memory) {
      session.note("stopped, " + jobs(left) + " not ended: lost with the store in memory");
    } else {
      session.note(
          "stopped, "
              + jobs(left)
              + " not ended: the next 'jobmill work' or 'jobmill run' goes on with what is left");
    }
  }

  private static String jobs(long count) {
    return count == 1 ? "1 job" : count + " jobs";
  }
}
