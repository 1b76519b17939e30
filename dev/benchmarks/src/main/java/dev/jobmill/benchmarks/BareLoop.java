package dev.jobmill.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// What SQLite itself can do: one thread, no engine. Each transaction takes in a batch of jobs,
/// claims them (recorded in the row) and moves them to a history table with their result. This loop
/// is the measure and is not to be tuned.
final class BareLoop {
  static final int BATCH = 1_000;
  static final int PAYLOAD_BYTES = 300;
  static final int RESULT_BYTES = 60;

  private BareLoop() {}

  /// Jobs per second over `jobs` whole cycles.
  static double cycle(Path file, int jobs) throws SQLException {
    try (Connection connection = open(file)) {
      long begin = System.nanoTime();
      for (int done = 0; done < jobs; done += BATCH) {
        insert(connection, done);
        claimAndMove(connection);
        connection.commit();
      }
      return jobs / seconds(begin);
    }
  }

  /// Jobs per second that are only taken in.
  static double bulkInsert(Path file, int jobs) throws SQLException {
    try (Connection connection = open(file)) {
      long begin = System.nanoTime();
      for (int done = 0; done < jobs; done += BATCH) {
        insert(connection, done);
        connection.commit();
      }
      return jobs / seconds(begin);
    }
  }

  static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static Connection open(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute(
          "CREATE TABLE job (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, queue INTEGER NOT NULL,"
              + " state INTEGER NOT NULL, priority INTEGER NOT NULL, submitted INTEGER NOT NULL,"
              + " run INTEGER NOT NULL, worker INTEGER, started INTEGER, payload BLOB NOT NULL) STRICT");
      statement.execute("CREATE INDEX ready ON job (queue, priority, seq) WHERE state = 1");
      statement.execute(
          "CREATE TABLE history (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, queue INTEGER NOT NULL,"
              + " state INTEGER NOT NULL, priority INTEGER NOT NULL, submitted INTEGER NOT NULL,"
              + " run INTEGER NOT NULL, worker INTEGER, started INTEGER, ended INTEGER NOT NULL,"
              + " payload BLOB NOT NULL, result BLOB) STRICT");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private static void insert(Connection connection, int first) throws SQLException {
    byte[] payload = new byte[PAYLOAD_BYTES];
    long now = System.currentTimeMillis();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO job (seq, id, queue, state, priority, submitted, run, payload)"
                + " VALUES (?, ?, 1, 1, 128, ?, 0, ?)")) {
      for (int i = 0; i < BATCH; i++) {
        insert.setLong(1, first + i + 1);
        insert.setBytes(2, ByteBuffer.allocate(16).putLong(now).putLong(first + i).array());
        insert.setLong(3, now);
        insert.setBytes(4, payload);
        insert.executeUpdate();
      }
    }
  }

  private static void claimAndMove(Connection connection) throws SQLException {
    byte[] result = new byte[RESULT_BYTES];
    long now = System.currentTimeMillis();
    long[] claimed = new long[BATCH];
    int count = 0;
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT seq, id, payload FROM job WHERE queue = 1 AND state = 1"
                    + " ORDER BY priority, seq LIMIT "
                    + BATCH);
        PreparedStatement claim =
            connection.prepareStatement(
                "UPDATE job SET state = 2, run = run + 1, worker = 7, started = ? WHERE seq = ?");
        PreparedStatement copy =
            connection.prepareStatement(
                "INSERT INTO history SELECT seq, id, queue, 3, priority, submitted, run, worker,"
                    + " started, ?, payload, ? FROM job WHERE seq = ? AND state = 2");
        PreparedStatement delete = connection.prepareStatement("DELETE FROM job WHERE seq = ?")) {
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          claimed[count++] = rows.getLong(1);
          rows.getBytes(2);
          rows.getBytes(3);
        }
      }
      for (int i = 0; i < count; i++) {
        claim.setLong(1, now);
        claim.setLong(2, claimed[i]);
        claim.executeUpdate();
      }
      for (int i = 0; i < count; i++) {
        copy.setLong(1, now);
        copy.setBytes(2, result);
        copy.setLong(3, claimed[i]);
        copy.executeUpdate();
        delete.setLong(1, claimed[i]);
        delete.executeUpdate();
      }
    }
  }
}
