package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteErrorCode;

/// Looks whether a store is sound before it is used, when the last process that had it did not
/// close it: the machine may have lost its power, and the disk with it what it had promised.
/// Otherwise it costs nothing.
final class UncleanEnd {
  private static final int BUSY_MILLIS = 1_000;
  private static final long BOX_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StoreFiles files;
  private final Liveness liveness;
  private final long boxNanos;

  UncleanEnd(StoreFiles files, Liveness liveness) {
    this(files, liveness, BOX_NANOS);
  }

  /// @param boxNanos how long the start may be delayed
  UncleanEnd(StoreFiles files, Liveness liveness, long boxNanos) {
    this.files = files;
    this.liveness = liveness;
    this.boxNanos = boxNanos;
  }

  /// Gives whether the last process did not close the store.
  ///
  /// @throws StoreUnavailable when the file is damaged; nothing has been changed then
  boolean check() {
    if (StoreFiles.sizeOf(files.database()) == 0 || !wasLeftOpen()) {
      return false;
    }
    checkFile();
    return true;
  }

  private void checkFile() {
    // A connection that cannot write leaves the log of changes as it is when it is closed.
    try (Session db = Session.reading(files.database(), BUSY_MILLIS)) {
      long start = SystemTime.SYSTEM.nanoTime();
      db.breakOffWhen(() -> SystemTime.SYSTEM.nanoTime() - start > boxNanos);
      List<String> problems = Soundness.quickly(db);
      if (!problems.isEmpty()) {
        throw damaged(problems.getFirst());
      }
      Log.STORE.info(
          "store {} was not closed in good order, and is found to be sound", files.database());
    } catch (SQLException failed) {
      if (Soundness.isDamage(failed)) {
        // Where the schema itself cannot be read, not even the question can be asked.
        throw damaged(String.valueOf(failed.getMessage()));
      }
      if (SqliteErrors.is(failed, SQLiteErrorCode.SQLITE_INTERRUPT)) {
        Log.STORE.warn(
            "store {} was not closed in good order and is too large to be checked before it is"
                + " used: run `jobmill doctor` on it when there is time",
            files.database());
      } else {
        // Opening it in earnest fails for the same reason and tells of it.
        Log.STORE.debug("store {} cannot be checked", files.database(), failed);
      }
    }
  }

  private StoreUnavailable damaged(String problem) {
    return new StoreUnavailable(
        "store "
            + files.database()
            + " was not closed in good order and "
            + SqliteErrors.DAMAGED
            + " ("
            + problem.lines().findFirst().orElse("no message")
            + ")");
  }

  /// A process that was killed has left its lock, until somebody takes its jobs back. A log of
  /// changes that nobody holds open tells of one whose jobs were taken back already, or of none.
  private boolean wasLeftOpen() {
    boolean used = false;
    for (String other : liveness.others()) {
      switch (Liveness.examine(liveness.folder(), other)) {
        case DEAD -> {
          return true;
        }
        case ALIVE, UNKNOWN -> used = true;
        case GONE -> {}
      }
    }
    return !used && StoreFiles.sizeOf(files.log()) > 0;
  }
}
