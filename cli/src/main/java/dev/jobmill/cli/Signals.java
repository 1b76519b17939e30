package dev.jobmill.cli;

/// Ctrl-C and the like, as far as a program can answer them.
interface Signals {
  /// Calls `listener` at each INT, TERM or HUP, on a thread of its own, until the subscription is
  /// closed.
  Subscription listen(Runnable listener);

  /// Ends the process at once, whatever still runs.
  void halt(int status);

  /// Ends with [#close].
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
