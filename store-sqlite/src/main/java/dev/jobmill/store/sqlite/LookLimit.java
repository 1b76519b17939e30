package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// How long one look at the store may take. As long as it lasts, SQLite's log of changes cannot be
/// begun anew, so that a long one is broken off, sooner when the log is long already. Belongs to
/// one thread.
final class LookLimit implements BooleanSupplier {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ALWAYS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path log;
  private final long longLogBytes;
  private final long nanos;
  private long start = SystemTime.SYSTEM.nanoTime();

  /// @param log SQLite's log of changes
  LookLimit(Path log) {
    this(log, StoreFiles.LONG_LOG_BYTES, NANOS);
  }

  /// @param nanos how long a look may take while the log is longer than `longLogBytes`
  LookLimit(Path log, long longLogBytes, long nanos) {
    this.log = log;
    this.longLogBytes = longLogBytes;
    this.nanos = nanos;
  }

  void begin() {
    start = SystemTime.SYSTEM.nanoTime();
  }

  @Override
  public boolean getAsBoolean() {
    long spent = SystemTime.SYSTEM.nanoTime() - start;
    return spent > nanos && (spent > ALWAYS_NANOS || StoreFiles.sizeOf(log) > longLogBytes);
  }
}
