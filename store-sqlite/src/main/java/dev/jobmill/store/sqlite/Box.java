package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;
import org.jspecify.annotations.Nullable;

/// How long a transaction may take: while another process waits for its turn, 5 ms; else until its
/// callers would wait too long.
final class Box {
  private static final long SHARED_NANOS = 5_000_000;
  private static final long ALONE_NANOS = 50_000_000;

  private final @Nullable Turnstile turnstile;
  private final long start = SystemTime.SYSTEM.nanoTime();

  /// @param turnstile where others wait; null for a transaction that is somebody else's to end
  Box(@Nullable Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  /// Whether it has taken long while others wait; what nobody waits for may be done as a whole.
  boolean keepsOthersWaiting() {
    return turnstile != null
        && SystemTime.SYSTEM.nanoTime() - start > SHARED_NANOS
        && turnstile.othersWait();
  }

  boolean isOver() {
    if (turnstile == null) {
      return false;
    }
    long spent = SystemTime.SYSTEM.nanoTime() - start;
    return spent > SHARED_NANOS && (spent > ALONE_NANOS || turnstile.othersWait());
  }
}
