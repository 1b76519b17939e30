package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.cli.settings.StoreUrl;

/// What is said about a stop.
final class Remainder {
  private Remainder() {}

  /// When it begins.
  ///
  /// @param running how many jobs run here
  static String beginning(int running) {
    return running == 0
        ? "stopping"
        : "stopping, "
            + jobs(running)
            + " may go on for up to "
            + Jobmill.STOP_SOFT.toSeconds()
            + " s; a second Ctrl-C stops at once";
  }

  /// When it is over.
  ///
  /// @param left how many jobs have not ended
  /// @param store where they are
  static String end(long left, StoreUrl store) {
    if (left == 0) {
      return "stopped, nothing is left to do";
    }
    return store instanceof StoreUrl.Memory
        ? "stopped, " + jobs(left) + " not ended: lost with the store in memory"
        : "stopped, "
            + jobs(left)
            + " not ended: the next 'jobmill work' or 'jobmill run' goes on with what is left";
  }

  /// When all that is left is paused.
  ///
  /// @param jobs how many
  static String resting(long jobs) {
    return jobs(jobs)
        + (jobs == 1 ? " is" : " are")
        + " left, paused: see 'jobmill queues' and 'jobmill types'";
  }

  private static String jobs(long count) {
    return count == 1 ? "1 job" : count + " jobs";
  }
}
