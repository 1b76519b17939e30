package dev.jobmill.benchmarks;

import dev.jobmill.job.JobState;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A store with a long history. Jobs are really run, a few; one of them is then multiplied by plain
/// SQL in the store's own tables, column by column as they are found there, since running millions
/// would take too long.
final class HistoryFile {
  private static final int SEED = 1_000;
  private static final long SLICE = 500_000;

  /// Its own row in every table that a job that ended well is in.
  private static final Map<String, String> TABLES =
      Map.of("job", "seq", "spec", "job", "result", "job");

  private HistoryFile() {}

  /// Makes the store at `file` with at least `jobs` jobs that have completed.
  static void make(Path file, long jobs) throws Exception {
    EngineCycle.run(SqliteJobStore.at(file), SEED);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      // A file that is not whole is thrown away, so nothing needs to be safe.
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute("PRAGMA cache_size=-200000");
      connection.setAutoCommit(false);
      long first = number(statement, "SELECT max(seq) FROM job");
      for (long done = 0; done < jobs; done += SLICE) {
        multiply(statement, first, done + 1, Math.min(jobs, done + SLICE));
        connection.commit();
      }
      statement.execute(
          "UPDATE lane SET completed = completed + "
              + jobs
              + " WHERE id = (SELECT lane FROM job WHERE seq = "
              + first
              + ")");
      connection.commit();
    }
    requireCounted(file, jobs + SEED);
  }

  private static void multiply(Statement statement, long seed, long from, long to)
      throws SQLException {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      List<String> columns = columns(statement, table.getKey());
      List<String> values = new ArrayList<>();
      for (String column : columns) {
        values.add(column.equals(table.getValue()) ? seed + " + n.i" : value(column, seed));
      }
      statement.execute(
          "WITH RECURSIVE n(i) AS (VALUES ("
              + from
              + ") UNION ALL SELECT i + 1 FROM n WHERE i < "
              + to
              + ") INSERT INTO "
              + table.getKey()
              + " ("
              + String.join(", ", columns)
              + ") SELECT "
              + String.join(", ", values)
              + " FROM n, (SELECT * FROM "
              + table.getKey()
              + " WHERE "
              + table.getValue()
              + " = "
              + seed
              + ") AS s");
    }
  }

  /// Ids are UUIDv7 of an earlier time, and retention ends in the order of the ends.
  private static String value(String column, long seed) {
    return switch (column) {
      case "id" ->
          "unhex(printf('%012x7%03x8%015x', s.submitted_at - 100000000 + n.i, n.i % 4096, "
              + seed
              + " + n.i))";
      case "keep_until" -> "s.keep_until + n.i";
      default -> "s." + column;
    };
  }

  private static List<String> columns(Statement statement, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (rows.next()) {
        columns.add(rows.getString("name"));
      }
    }
    return columns;
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /// The store itself is to see them, or nothing was measured.
  private static void requireCounted(Path file, long jobs) throws IOException {
    try (JobStore store = SqliteJobStore.at(file)) {
      long completed = store.lookup().count().of(JobState.COMPLETED);
      if (completed != jobs) {
        throw new IOException("the store counts " + completed + " jobs instead of " + jobs);
      }
    }
  }
}
