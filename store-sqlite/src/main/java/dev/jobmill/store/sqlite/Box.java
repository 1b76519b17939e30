package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;

/// How long a transaction may take: while another process waits for its turn, 5 ms; else until its
/// callers would wait too long.
final class Box {
  private static final long SHARED_NANOS = 5_000_000;
  private static final long ALONE_NANOS = 50_000_000;

  private final Turnstile turnstile;
  private final long start = SystemTime.SYSTEM.nanoTime();

  Box(Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  boolean isOver() {
    long spent = SystemTime.SYSTEM.nanoTime() - start;
    return spent > SHARED_NANOS && (spent > ALONE_NANOS || turnstile.othersWait());
  }
}
