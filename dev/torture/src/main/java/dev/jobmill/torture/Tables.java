package dev.jobmill.torture;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Looks into the tables of a file that nobody writes, for rows that should not be there.
final class Tables {
  private record Check(String what, String rows) {}

  /// True at any moment between two transactions.
  private static final List<Check> ALWAYS =
      List.of(
          new Check(
              "open edges of jobs that have ended, with no mark to release them",
              "edge e JOIN job p ON p.seq = e.pred WHERE e.open = 1 AND p.state > 3 AND NOT EXISTS"
                  + " (SELECT 1 FROM release_mark m WHERE m.pred = e.pred AND m.below >= e.job)"),
          new Check(
              "jobs that wait for others and have no open edge",
              "job j WHERE state = 0 AND reason = 2 AND NOT EXISTS"
                  + " (SELECT 1 FROM edge e WHERE e.job = j.seq AND e.open = 1)"),
          new Check("edges without a job", "edge WHERE job NOT IN (SELECT seq FROM job)"),
          new Check("edges without a predecessor", "edge WHERE pred NOT IN (SELECT seq FROM job)"),
          new Check("marks without a job", "release_mark WHERE pred NOT IN (SELECT seq FROM job)"),
          new Check(
              "keys that nobody, or a job that has ended, holds for as long as it waits",
              "unique_key u LEFT JOIN job j ON j.seq = u.job"
                  + " WHERE j.seq IS NULL OR (j.state > 3 AND u.until IS NULL)"),
          new Check(
              "jobs that have a deadline, have never run and are not noted",
              "job j JOIN spec s ON s.job = j.seq WHERE j.state < 2 AND j.run = 0"
                  + " AND j.rules & 8 AND s.deadline IS NOT NULL AND NOT EXISTS"
                  + " (SELECT 1 FROM expiry x WHERE x.job = j.seq AND x.at = s.deadline)"),
          new Check(
              "suspects that have ended or never ran",
              "job j JOIN lane l ON l.id = j.lane"
                  + " WHERE l.suspect = 1 AND (j.state > 3 OR j.run = 0)"),
          new Check(
              "crashes while alone of jobs that are no suspects",
              "job WHERE lone_crashes IS NOT NULL"
                  + " AND lane NOT IN (SELECT id FROM lane WHERE suspect = 1)"),
          new Check("specs without a job", "spec WHERE job NOT IN (SELECT seq FROM job)"),
          new Check("jobs without a spec", "job WHERE seq NOT IN (SELECT job FROM spec)"),
          new Check(
              "results of jobs that have not completed",
              "result r LEFT JOIN job j ON j.seq = r.job WHERE j.state IS NOT 5"),
          new Check("attempts without a job", "attempt WHERE job NOT IN (SELECT seq FROM job)"),
          new Check("log lines without a job", "log_line WHERE job NOT IN (SELECT seq FROM job)"),
          new Check("events without a job", "event WHERE job NOT IN (SELECT seq FROM job)"),
          new Check("tags without a job", "tag WHERE id NOT IN (SELECT id FROM job)"),
          new Check(
              "attachments without a job", "attachment WHERE job NOT IN (SELECT seq FROM job)"),
          new Check(
              "pieces without an attachment",
              "piece WHERE attachment NOT IN (SELECT id FROM attachment)"),
          new Check(
              "queues whose counter is not what a recount gives",
              "queue q WHERE waiting != (SELECT count(*) FROM job j JOIN lane l ON l.id = j.lane"
                  + " WHERE l.queue = q.name AND j.state < 2)"));

  private final Path database;
  private final List<String> violations;

  Tables(Path database, List<String> violations) {
    this.database = database;
    this.violations = violations;
  }

  /// What must be true whatever was going on.
  void check() throws SQLException {
    try (Connection connection = open()) {
      check(connection, ALWAYS);
      String integrity = text(connection, "PRAGMA integrity_check");
      if (!integrity.equals("ok")) {
        violations.add("integrity_check says " + integrity);
      }
    }
  }

  /// How many ended jobs have left others to be released.
  String marks() throws SQLException {
    try (Connection connection = open()) {
      return text(connection, "SELECT count(*) FROM release_mark");
    }
  }

  /// What must be true as well when everything was finished.
  ///
  /// @param expiredMillis a time before the last pass over deadlines began
  void checkSettled(long expiredMillis) throws SQLException {
    try (Connection connection = open()) {
      check(
          connection,
          List.of(
              new Check("edges that are open", "edge WHERE open = 1"),
              new Check("marks that are left", "release_mark"),
              new Check("deadlines that have passed", "expiry WHERE at <= " + expiredMillis),
              new Check("jobs that have not ended", "job WHERE state < 4")));
    }
  }

  private void check(Connection connection, List<Check> checks) throws SQLException {
    for (Check check : checks) {
      String count = text(connection, "SELECT count(*) FROM " + check.rows());
      if (!count.equals("0")) {
        violations.add("the tables have " + count + " " + check.what());
      }
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + database);
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getString(1) : "no answer";
    }
  }
}
