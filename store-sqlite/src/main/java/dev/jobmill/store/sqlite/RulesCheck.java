package dev.jobmill.store.sqlite;

import java.sql.SQLException;

/// Looks whether what the rules of jobs rest on agrees with the jobs. What runs meanwhile cannot
/// disturb it: it is one snapshot, and every transaction leaves these in order.
final class RulesCheck {
  private RulesCheck() {}

  static void of(Session db, Findings findings) throws SQLException {
    long counters =
        db.number(
            "SELECT count(*) FROM (SELECT name, waiting FROM queue UNION SELECT queue, 0 FROM lane"
                + " WHERE queue NOT IN (SELECT name FROM queue)) q WHERE q.waiting <>"
                + " (SELECT count(*) FROM job JOIN lane ON lane.id = job.lane"
                + " WHERE lane.queue = q.name AND job.state < 2)",
            0);
    report(
        findings,
        counters,
        "queues count their waiting jobs wrongly, and may refuse or take in too many",
        "each queue counts its waiting jobs as they are");
    long stranded =
        db.number(
            "SELECT count(*) FROM job WHERE state = 0 AND reason = 2 AND NOT EXISTS"
                + " (SELECT 1 FROM edge JOIN job p ON p.seq = edge.pred WHERE edge.job = job.seq"
                + " AND edge.open = 1 AND (p.state < 4 OR EXISTS"
                + " (SELECT 1 FROM release_mark m WHERE m.pred = p.seq)))",
            0);
    report(
        findings,
        stranded,
        "jobs wait for others that have ended",
        "no job waits for one that has ended");
    long keys =
        db.number(
            "SELECT count(*) FROM unique_key WHERE job NOT IN (SELECT seq FROM job)"
                + " OR (until IS NULL AND job IN (SELECT seq FROM job WHERE state > 3))",
            0);
    report(
        findings,
        keys,
        "unique keys are held by jobs that are over",
        "each unique key is held by a job that may hold it");
    if (db.number("SELECT count(*) FROM pragma_table_info('lane') WHERE name = 'suspect'", 0) > 0) {
      suspects(db, findings);
    }
  }

  /// One that has ended, or never began, is none; one that runs, runs alone; who is none has no
  /// crashes of one.
  private static void suspects(Session db, Findings findings) throws SQLException {
    long wrong =
        db.number(
            "SELECT count(*) FROM lane JOIN job ON job.lane = lane.id WHERE lane.suspect = 1"
                + " AND (job.state > 3 OR job.run = 0 OR (job.state > 1 AND EXISTS"
                + " (SELECT 1 FROM job other INDEXED BY job_running"
                + " WHERE other.worker = job.worker AND other.state IN (2, 3)"
                + " AND other.seq <> job.seq)))",
            0);
    wrong +=
        db.number(
            "SELECT count(*) FROM job WHERE lone_crashes IS NOT NULL"
                + " AND lane NOT IN (SELECT id FROM lane WHERE suspect = 1)",
            0);
    report(
        findings,
        wrong,
        "jobs are taken for suspects wrongly, or do not run alone",
        "suspects stand apart, and run alone");
  }

  private static void report(Findings findings, long wrong, String complaint, String praise) {
    if (wrong > 0) {
      findings.bad(wrong + " " + complaint, "keep the file, and report this");
    } else {
      findings.ok(praise);
    }
  }
}
