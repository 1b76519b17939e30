package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.schedule.Schedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Looks whether schedules can be read and will be looked at when their time comes.
final class SchedulesCheck {
  private static final int SHOWN = 5;

  private SchedulesCheck() {}

  static void of(Session db, Findings findings) throws SQLException {
    long all = 0;
    long unreadable = 0;
    try (ResultSet rows = db.sql("SELECT name, rule FROM schedule ORDER BY name").executeQuery()) {
      while (rows.next()) {
        all++;
        String complaint = complaint(rows.getString(2));
        if (complaint != null && ++unreadable <= SHOWN) {
          findings.warn(
              "schedule " + rows.getString(1) + " cannot be fired by this version: " + complaint,
              "use the version that wrote it, or add the schedule again");
        }
      }
    }
    long wrong =
        db.number(
            "SELECT count(*) FROM schedule WHERE (wake_at IS NULL) <>"
                + " (paused = 1 OR next_at IS NULL) OR wake_at < next_at OR NOT EXISTS"
                + " (SELECT 1 FROM schedule_spec WHERE schedule = id)",
            0);
    if (wrong > 0) {
      findings.bad(
          wrong + " schedules are not looked at when their time comes",
          "pause and resume them, and report this");
    } else if (unreadable == 0) {
      findings.ok(all + (all == 1 ? " schedule" : " schedules") + ", each with its next instant");
    }
  }

  private static @Nullable String complaint(String rule) {
    try {
      Schedule.parse(rule);
      return null;
    } catch (InvalidRequest unreadable) {
      return unreadable.getMessage();
    }
  }
}
