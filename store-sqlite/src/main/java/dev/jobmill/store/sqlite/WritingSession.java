package dev.jobmill.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// The connection of the writer, which is replaced by a new one when it is of no more use. Belongs
/// to the writer's thread; all but closing wants the turn.
final class WritingSession implements AutoCloseable {
  private static final int BUSY_MILLIS = 1_000;

  private final Path database;
  private @Nullable Session session;

  /// The disk has failed to keep the end of SQLite's log. The system may go on to show it, and
  /// forgets it with the power, together with whatever was added behind it; so nothing is added
  /// until the log has been emptied: a sync that has failed is never trusted when it is repeated.
  private boolean logInDoubt;

  WritingSession(Path database, Session session) {
    this.database = database;
    this.session = session;
  }

  Session get() throws SQLException {
    Session open = session;
    if (open == null) {
      open = Session.writing(database, BUSY_MILLIS);
      session = open;
    }
    if (logInDoubt) {
      if (!open.emptyLog()) {
        throw new SQLException(
            "the log is in doubt and is being read", null, SQLiteErrorCode.SQLITE_BUSY.code);
      }
      logInDoubt = false;
    }
    return open;
  }

  /// Whether this connection was not dropped in between.
  boolean isStill(Session db) {
    return db == session;
  }

  void doubtLog() {
    logInDoubt = true;
  }

  /// Cuts the log off unless somebody still reads it; nobody is waited for.
  void shrinkLog() throws SQLException {
    Session db = get();
    db.execute("PRAGMA busy_timeout = 0");
    boolean emptied = db.emptyLog();
    Log.STORE.debug("the log of store {} is emptied: {}", database, emptied);
    db.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
  }

  /// Undoes what is open on it.
  void drop() {
    Session broken = session;
    session = null;
    if (broken != null) {
      broken.close();
    }
  }

  /// Brings what is in the log of changes into the database, as far as others let it.
  @Override
  public void close() {
    Session open = session;
    if (open != null) {
      try {
        open.execute("PRAGMA wal_checkpoint(PASSIVE)");
      } catch (SQLException harmless) {
        Log.STORE.debug("the last checkpoint failed; the next open makes up for it", harmless);
      }
      drop();
    }
  }
}
