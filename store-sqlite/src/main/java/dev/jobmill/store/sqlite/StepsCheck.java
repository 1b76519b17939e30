package dev.jobmill.store.sqlite;

import java.sql.SQLException;

/// Looks whether what the steps of jobs have given belongs to jobs and is whole. What is wrong here
/// would make a job do again what it has done.
final class StepsCheck {
  private StepsCheck() {}

  /// A store that an older version has made has none yet.
  static void of(Session db, Findings findings) throws SQLException {
    if (db.number("SELECT count(*) FROM sqlite_schema WHERE name = 'step'", 0) == 0) {
      return;
    }
    long strays =
        db.number(
            "SELECT count(*) FROM step WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.seq = step.job"
                + " AND job.rules & 256)",
            0);
    long torn =
        db.number(
            "SELECT count(*) FROM (SELECT 1 FROM step GROUP BY job HAVING max(n) <> count(*)"
                + " OR max(total) <> sum(length(bytes)))",
            0);
    if (strays > 0) {
      findings.bad(
          strays + " steps belong to no job that knows of them", "keep the file, and report this");
    }
    if (torn > 0) {
      findings.bad(
          torn + " jobs have lost steps that were done, and may do them again",
          "keep the file, restore a backup, and report this");
    }
    if (strays == 0 && torn == 0) {
      findings.ok("the steps of jobs are whole");
    }
  }
}
