package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What SQLite's result codes mean for whoever called.
final class SqliteErrors {
  private static final int PRIMARY = 0xff;

  /// What is wrong with a damaged store, and the mend.
  static final String DAMAGED =
      "is damaged: stop writing, keep the file, restore a backup, and run `jobmill doctor`";

  private SqliteErrors() {}

  static boolean is(SQLException error, SQLiteErrorCode code) {
    return (error.getErrorCode() & PRIMARY) == code.code;
  }

  /// Another connection has the lock: wait and try again.
  static boolean isBusy(SQLException error) {
    return is(error, SQLiteErrorCode.SQLITE_BUSY) || is(error, SQLiteErrorCode.SQLITE_LOCKED);
  }

  static boolean isFull(SQLException error) {
    return is(error, SQLiteErrorCode.SQLITE_FULL);
  }

  /// The file or the disk is at fault, so that nothing else in the transaction can succeed.
  static boolean isOfTheFile(SQLException error) {
    return isFull(error)
        || isBusy(error)
        || is(error, SQLiteErrorCode.SQLITE_IOERR)
        || is(error, SQLiteErrorCode.SQLITE_NOMEM)
        || is(error, SQLiteErrorCode.SQLITE_CORRUPT)
        || is(error, SQLiteErrorCode.SQLITE_NOTADB)
        || is(error, SQLiteErrorCode.SQLITE_READONLY)
        || is(error, SQLiteErrorCode.SQLITE_CANTOPEN);
  }

  /// Whether the connection is of no more use: the driver throws a statement away that has failed,
  /// unless it failed because of a lock or a constraint, and SQLite may have undone the transaction
  /// by itself or not.
  static boolean needsReopening(SQLException error) {
    return !isBusy(error) && !is(error, SQLiteErrorCode.SQLITE_CONSTRAINT);
  }

  /// The one line for people.
  static StoreUnavailable unavailable(Path file, SQLException error) {
    return new StoreUnavailable("store " + file + " " + explain(error), error);
  }

  static String explain(SQLException error) {
    if (is(error, SQLiteErrorCode.SQLITE_NOTADB)) {
      return "is not a Jobmill store (not an SQLite database): name another file";
    }
    if (isFull(error)) {
      return "cannot be written, the disk is full: make room";
    }
    if (is(error, SQLiteErrorCode.SQLITE_CORRUPT)) {
      return DAMAGED;
    }
    if (is(error, SQLiteErrorCode.SQLITE_READONLY) || is(error, SQLiteErrorCode.SQLITE_CANTOPEN)) {
      return "cannot be written: check the rights of the file and its folder";
    }
    if (isBusy(error)) {
      return "is held by another process that does not let go: end or continue that process";
    }
    if (is(error, SQLiteErrorCode.SQLITE_IOERR)) {
      return "failed because its disk did ("
          + firstLine(error)
          + "): check the disk, then run `jobmill doctor`";
    }
    if (is(error, SQLiteErrorCode.SQLITE_INTERRUPT)) {
      return "was read for too long, which keeps its log of changes from being emptied: ask for less"
          + " at once, or again when there is less to do";
    }
    return "failed: " + firstLine(error);
  }

  private static String firstLine(SQLException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("no message");
  }
}
