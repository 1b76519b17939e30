package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks into the database, in one snapshot.
final class ContentCheck {
  private static final int SHOWN = 5;

  private final Session db;
  private final long now;
  private final Findings findings;

  private ContentCheck(Session db, long now, Findings findings) {
    this.db = db;
    this.now = now;
    this.findings = findings;
  }

  /// @param now the machine's time in milliseconds
  /// @throws SQLException when the database cannot be read at all
  static void of(Session db, long now, Findings findings) throws SQLException {
    ContentCheck check = new ContentCheck(db, now, findings);
    check.library();
    db.execute("BEGIN");
    try {
      Schema.Found found = Schema.look(db);
      check.schema(found);
      check.soundness();
      if (found instanceof Schema.Store store) {
        check.totals();
        RulesCheck.of(db, findings);
        if (store.newest() >= 2) {
          SchedulesCheck.of(db, findings);
        }
        if (store.newest() >= 5) {
          StepsCheck.of(db, findings);
        }
        check.workers();
        check.orphans();
        StatusCheck.of(db, findings);
      }
    } finally {
      db.execute("COMMIT");
    }
  }

  private void library() throws SQLException {
    String version = db.text("SELECT sqlite_version()");
    if (LibraryVersion.isSound(version)) {
      findings.ok("SQLite " + version);
    } else {
      findings.bad(
          "SQLite " + version + " can damage a file that several connections write",
          "use sqlite-jdbc 3.51.3.0 or newer");
    }
  }

  private void schema(Schema.Found found) throws SQLException {
    String complaint = Schema.complaint(found);
    if (complaint != null) {
      int mend = complaint.lastIndexOf(": ");
      findings.bad("the store " + complaint.substring(0, mend), complaint.substring(mend + 2));
    } else if (found instanceof Schema.Store store) {
      if (store.isCurrent()) {
        findings.ok("schema " + store.newest() + ", as this version has it");
      } else {
        findings.ok("schema " + store.newest() + ", which the next use brings up to date");
      }
    } else {
      findings.ok("the store is empty: its schema is made when it is first used");
      return;
    }
    String journal = db.text("PRAGMA journal_mode");
    if (journal.equals("wal")) {
      findings.ok("journal mode wal");
    } else {
      findings.ok("journal mode " + journal + " (a copy, or at rest): the next use makes it wal");
    }
  }

  private void soundness() throws SQLException {
    List<String> problems = Soundness.wholly(db);
    if (problems.isEmpty()) {
      findings.ok("integrity check: ok");
      return;
    }
    for (String problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
      findings.bad(
          "the store is damaged: " + problem,
          "end all processes that use it, keep the file, restore a backup");
    }
  }

  /// The totals are maintained, never counted by scanning; here they are counted.
  private void totals() throws SQLException {
    Map<Long, long[]> counted = new HashMap<>();
    try (ResultSet rows =
        db.once("SELECT lane, state, count(*) FROM job GROUP BY lane, state").executeQuery()) {
      while (rows.next()) {
        counted
                .computeIfAbsent(rows.getLong(1), lane -> new long[Codes.STATE_COUNT])[
                rows.getInt(2)] =
            rows.getLong(3);
      }
    }
    List<String> wrong = new ArrayList<>();
    long jobs = 0;
    try (ResultSet rows =
        db.once(
                "SELECT id, queue, type, pending, queued, processing, cancelling, cancelled,"
                    + " completed, failed, timeout FROM lane")
            .executeQuery()) {
      while (rows.next()) {
        long[] told = new long[Codes.STATE_COUNT];
        for (int state = 0; state < told.length; state++) {
          told[state] = rows.getLong(state + 4);
        }
        long[] there = counted.remove(rows.getLong(1));
        long[] real = there == null ? new long[Codes.STATE_COUNT] : there;
        jobs += Arrays.stream(real).sum();
        if (!Arrays.equals(told, real)) {
          wrong.add(
              rows.getString(2)
                  + "/"
                  + rows.getString(3)
                  + " "
                  + Arrays.toString(told)
                  + ", counted "
                  + Arrays.toString(real));
        }
      }
    }
    if (!counted.isEmpty()) {
      findings.bad(
          counted.size() + " numbers of lanes are used by jobs and are not there",
          "keep the file, restore a backup, and report this");
    }
    for (String line : wrong.subList(0, Math.min(SHOWN, wrong.size()))) {
      findings.bad(
          "totals of " + line,
          "report this; jobs are not touched by it, only what is shown of them");
    }
    if (wrong.isEmpty() && counted.isEmpty()) {
      findings.ok(jobs + (jobs == 1 ? " job" : " jobs") + ", as the totals say");
    }
  }

  private void workers() throws SQLException {
    PreparedStatement select =
        db.sql("SELECT name, pid, host, lease_until FROM worker WHERE gone = 0 ORDER BY id");
    int there = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long late = now - rows.getLong(4);
        if (late > 0) {
          findings.warn(
              "worker "
                  + rows.getString(1)
                  + " (process "
                  + rows.getLong(2)
                  + " on "
                  + rows.getString(3)
                  + ") has not renewed its lease, which ran out "
                  + late / 1000
                  + " s ago",
              "end or continue that process; its jobs go back while another worker is there");
        } else {
          there++;
        }
      }
    }
    findings.ok(there + (there == 1 ? " worker has" : " workers have") + " a valid lease");
  }

  private void orphans() throws SQLException {
    long orphans =
        db.number(
            "SELECT count(*) FROM job WHERE state IN (2, 3) AND NOT EXISTS"
                + " (SELECT 1 FROM worker WHERE worker.id = job.worker AND gone = 0)",
            0);
    if (orphans > 0) {
      findings.warn(
          orphans + " jobs run under workers that are gone",
          "use the store with a worker; report this if they stay");
    } else {
      findings.ok("no job runs under a worker that is gone");
    }
  }
}
