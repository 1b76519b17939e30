package dev.jobmill.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/// One connection with its prepared statements, which are kept open. Belongs to one thread.
final class Session implements AutoCloseable {
  private static final int STEPS_BETWEEN_QUESTIONS = 2_000;
  private static final int CACHE_KIB = 16 * 1024;

  private final Connection connection;
  private final Statement plain;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Session(Connection connection) throws SQLException {
    this.connection = connection;
    this.plain = connection.createStatement();
  }

  /// A connection of somebody else, who alone begins and ends its transactions. [#closeStatements]
  /// gives it back as it was.
  static Session borrowing(Connection connection) throws SQLException {
    return new Session(connection);
  }

  void closeStatements() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    plain.close();
  }

  /// The connection that writes. A busy timeout stands before everything else, since already the
  /// first statement may meet another process that opens the file.
  static Session writing(Path file, int busyMillis) throws SQLException {
    Session session = open(file, false, false, busyMillis);
    try {
      session.execute("PRAGMA journal_mode = WAL");
      session.execute("PRAGMA synchronous = FULL");
      session.execute("PRAGMA wal_autocheckpoint = 1000");
      session.execute("PRAGMA journal_size_limit = 16777216");
      if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")) {
        // Without these an fsync on macOS stops in the drive's own cache.
        session.execute("PRAGMA fullfsync = ON");
        session.execute("PRAGMA checkpoint_fullfsync = ON");
      }
      return session;
    } catch (SQLException failed) {
      session.close();
      throw failed;
    }
  }

  static Session reading(Path file, int busyMillis) throws SQLException {
    return open(file, true, false, busyMillis);
  }

  /// A connection to a file that nobody writes: takes no locks, makes no files beside it, and does
  /// not see what only the log of changes holds.
  static Session readingUntouched(Path file) throws SQLException {
    return open(file, true, true, 0);
  }

  /// A path may hold what means something to the driver (`?`) or to SQLite, so that it is escaped
  /// where it does.
  private static String url(Path file, boolean immutable) {
    if (!immutable && file.toString().indexOf('?') < 0) {
      return "jdbc:sqlite:" + file;
    }
    return "jdbc:sqlite:" + file.toUri() + (immutable ? "?immutable=1" : "");
  }

  private static Session open(Path file, boolean readOnly, boolean immutable, int busyMillis)
      throws SQLException {
    NativeLibrary.load();
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(busyMillis);
    // A session belongs to one thread, so that SQLite need not lock at each call.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    // Asking for the last row id after each insert costs more than the insert.
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection(url(file, immutable));
    Session session = new Session(connection);
    try {
      // With autocommit on, the driver tries BEGIN and COMMIT after each statement. Off, it begins
      // a transaction that ends here; from now on this class alone begins and ends them.
      session.connection.setAutoCommit(false);
      session.execute("COMMIT");
      session.execute("PRAGMA mmap_size = 0");
      session.execute("PRAGMA cache_size = -" + CACHE_KIB);
      return session;
    } catch (SQLException failed) {
      session.close();
      throw failed;
    }
  }

  void execute(String sql) throws SQLException {
    if (plain.execute(sql)) {
      // A statement that is not finished holds its snapshot, and the log of changes grows.
      plain.getResultSet().close();
    }
  }

  /// The statement for `sql`, which must be a constant or one of a few texts.
  PreparedStatement sql(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /// How many rows this connection has changed since it was opened.
  long changes() throws SQLException {
    return connection.unwrap(SQLiteConnection.class).getDatabase().total_changes();
  }

  /// The first column of the first row, or `otherwise` when there is no row or it is NULL.
  long number(String sql, long otherwise) throws SQLException {
    try (ResultSet rows = sql(sql).executeQuery()) {
      if (!rows.next()) {
        return otherwise;
      }
      long value = rows.getLong(1);
      return rows.wasNull() ? otherwise : value;
    }
  }

  /// The first column of the first row as text.
  String text(String sql) throws SQLException {
    try (ResultSet rows = sql(sql).executeQuery()) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  /// Has whatever runs on this connection fail with SQLITE_INTERRUPT as soon as `over` says so; it
  /// is asked each few thousand steps of SQLite's machine, on the thread that runs the statement.
  void breakOffWhen(BooleanSupplier over) throws SQLException {
    ProgressHandler.setHandler(
        connection.unwrap(SQLiteConnection.class),
        STEPS_BETWEEN_QUESTIONS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return over.getAsBoolean() ? 1 : 0;
          }
        });
  }

  void breakOffNoMore() throws SQLException {
    ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
  }

  /// Brings the log of changes into the database and cuts it off.
  ///
  /// @return false when somebody who still reads it kept this from being done
  boolean emptyLog() throws SQLException {
    try (PreparedStatement checkpoint = once("PRAGMA wal_checkpoint(TRUNCATE)");
        ResultSet row = checkpoint.executeQuery()) {
      return row.next() && row.getInt(1) == 0;
    }
  }

  /// Statements whose text is made anew each time are not kept.
  PreparedStatement once(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failed) {
      // The file is let go of by the driver whatever it says here.
      Log.STORE.debug("closing a connection failed", failed);
    }
  }
}
