package dev.jobmill.process;

/// One living process of the system, as far as it matters here.
///
/// @param pid its number
/// @param parent the number of its parent
/// @param session the number of its session, 0 where it is not known
/// @param startedAt when it started, in whatever unit the system counts: tells apart processes that
///   had the same number
/// @param marked whether it carries the mark that was looked for
/// @param watcher whether it is a watcher
record ProcessRow(
    long pid, long parent, long session, long startedAt, boolean marked, boolean watcher) {

  /// What stays the same through its life.
  Identity identity() {
    return new Identity(pid, startedAt);
  }

  /// A process, never mistaken for a later one of the same number.
  record Identity(long pid, long startedAt) {}
}
