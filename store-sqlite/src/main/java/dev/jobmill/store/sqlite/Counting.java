package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts, from the totals that are kept with the lanes.
final class Counting {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 3_600_000;

  private final Session db;
  private final Ranking ranking;
  private final Map<String, Map<String, Map<JobState, Long>>> totals = new TreeMap<>();
  private final Map<String, Instant> oldest = new HashMap<>();

  private Counting(Session db, Ranking ranking) {
    this.db = db;
    this.ranking = ranking;
  }

  static Counts counts(Session db, Lanes lanes, Ranking ranking, long now) throws SQLException {
    Counting counting = new Counting(db, ranking);
    counting.readLanes(lanes);
    return new Counts(
        counting.list(),
        counting.oldest,
        counting.rate(now - MINUTE_MILLIS),
        counting.rate(now - HOUR_MILLIS));
  }

  private void readLanes(Lanes lanes) throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT id, pending, queued, processing, cancelling, cancelled, completed, failed,"
                + " timeout FROM lane");
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Lane lane = lanes.get(rows.getInt(1));
        for (int state = 0; state < Codes.STATE_COUNT; state++) {
          long jobs = rows.getLong(state + 2);
          if (jobs > 0) {
            add(lane, Codes.state(state), jobs);
          }
        }
      }
    }
  }

  private void add(Lane lane, JobState state, long jobs) throws SQLException {
    totals
        .computeIfAbsent(lane.queue(), queue -> new TreeMap<>())
        .computeIfAbsent(lane.type(), type -> new EnumMap<>(JobState.class))
        .merge(state, jobs, Long::sum);
    if (state == JobState.QUEUED) {
      lookForOldest(lane);
    }
  }

  private List<Counts.Total> list() {
    List<Counts.Total> list = new ArrayList<>();
    totals.forEach((queue, types) ->
        types.forEach((type, states) ->
            states.forEach((state, jobs) -> list.add(new Counts.Total(queue, type, state, jobs)))));
    return list;
  }

  /// The first in line of each priority has waited longest of those. Normal ones have no index of
  /// their own: if very many others stand before the first of them, it is not looked for.
  private void lookForOldest(Lane lane) throws SQLException {
    lookForOldest(
        lane,
        "SELECT rank, NULL FROM (SELECT rank, priority FROM job INDEXED BY job_queued"
            + " WHERE state = 1 AND lane = ? ORDER BY rank LIMIT 5000) WHERE priority IS NULL"
            + " LIMIT 1");
    lookForOldest(
        lane,
        "WITH RECURSIVE level (p) AS (SELECT min(priority) FROM job INDEXED BY job_level"
            + " WHERE state = 1 AND lane = ?1 AND priority IS NOT NULL UNION ALL SELECT (SELECT"
            + " min(priority) FROM job INDEXED BY job_level WHERE state = 1 AND lane = ?1"
            + " AND priority > p) FROM level WHERE p IS NOT NULL) SELECT (SELECT min(rank) FROM"
            + " job INDEXED BY job_level WHERE state = 1 AND lane = ?1 AND priority = p), p"
            + " FROM level WHERE p IS NOT NULL");
  }

  private void lookForOldest(Lane lane, String sql) throws SQLException {
    PreparedStatement first = db.sql(sql);
    first.setInt(1, lane.id());
    try (ResultSet rows = first.executeQuery()) {
      while (rows.next()) {
        long rank = rows.getLong(1);
        int level = rows.getInt(2);
        Priority priority = rows.wasNull() ? Priority.NORMAL : Rows.priority(level);
        oldest.merge(
            lane.queue(), ranking.readyAt(rank, priority), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
  }

  private Counts.Rate rate(long since) throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT coalesce(sum(submitted), 0), coalesce(sum(ended), 0) FROM rate WHERE at > ?");
    select.setLong(1, since);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new Counts.Rate(row.getLong(1), row.getLong(2)) : new Counts.Rate(0, 0);
    }
  }
}
