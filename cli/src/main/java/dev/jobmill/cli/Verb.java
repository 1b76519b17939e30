package dev.jobmill.cli;

import dev.jobmill.cli.settings.Settings;

/// One verb with its arguments.
interface Verb {
  /// Says what is wrong with the arguments, before a store is opened.
  ///
  /// @return what remains to be done
  /// @throws dev.jobmill.job.InvalidRequest when something is
  Deed prepare(World world);

  /// Takes over what the verb's own flags say about settings.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when it is malformed
  default void set(Settings.Draft draft) {}

  /// Which log lines are shown when nobody said.
  default String logLevel() {
    return "warn";
  }

  /// What a verb does over a store that is open.
  @FunctionalInterface
  interface Deed {
    /// Does it.
    ///
    /// @return the exit status
    int run(Session session);
  }
}
