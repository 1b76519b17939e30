package dev.jobmill.cli;

/// What the program ends with, for scripts.
final class ExitStatus {
  /// All well, also after a clean stop by a signal.
  static final int OK = 0;

  /// A job ended other than completed, an id is unknown, or it is too late.
  static final int NOT_ALL_WELL = 1;

  /// Wrong usage or setting.
  static final int USAGE = 2;

  /// The store cannot be used, or standard output cannot be written: it says nothing of the jobs.
  static final int STORE = 3;

  /// Refused as things stand.
  static final int REFUSED = 4;

  /// Stopped at once by a second Ctrl-C.
  static final int HURRIED = 130;

  private ExitStatus() {}
}
