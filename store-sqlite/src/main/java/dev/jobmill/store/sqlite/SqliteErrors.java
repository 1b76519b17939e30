package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What SQLite's result codes mean for whoever called.
final class SqliteErrors {
  private static final int PRIMARY = 0xff;

  private SqliteErrors() {}

  private static boolean is(SQLException error, SQLiteErrorCode code) {
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

  /// A connection after this error is not to be trusted: it is closed and opened afresh.
  static boolean needsReopening(SQLException error) {
    return isOfTheFile(error) && !isFull(error) && !isBusy(error);
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
      return "is damaged: stop writing, keep the file and restore a backup";
    }
    if (is(error, SQLiteErrorCode.SQLITE_READONLY) || is(error, SQLiteErrorCode.SQLITE_CANTOPEN)) {
      return "cannot be written: check the rights of the file and its folder";
    }
    if (isBusy(error)) {
      return "is held by another process that does not let go: end or continue that process";
    }
    return "failed: " + String.valueOf(error.getMessage()).lines().findFirst().orElse("no message");
  }
}
