package dev.jobmill.store.sqlite;

/// What this process has added to the number of jobs in each state since it opened the store.
/// Thread-safe.
final class OwnMoves {
  private final long[] totals = new long[Codes.STATE_COUNT];

  synchronized void add(long[] moved) {
    for (int state = 0; state < totals.length; state++) {
      totals[state] += moved[state];
    }
  }

  synchronized long[] totals() {
    return totals.clone();
  }
}
