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
  }

  private static void report(Findings findings, long wrong, String complaint, String praise) {
    if (wrong > 0) {
      findings.bad(wrong + " " + complaint, "keep the file, and report this");
    } else {
      findings.ok(praise);
    }
  }
}
