package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Rank;
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
  private final Map<String, Map<String, Map<JobState, Long>>> totals = new TreeMap<>();
  private final Map<String, Instant> oldest = new HashMap<>();

  private Counting(Session db) {
    this.db = db;
  }

  static Counts counts(Session db, Lanes lanes, long now) throws SQLException {
    Counting counting = new Counting(db);
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

  /// Looks at the first job of each level that there is: the index is ordered by level, then time.
  private void lookForOldest(Lane lane) throws SQLException {
    PreparedStatement first =
        db.sql(
            "SELECT rank FROM job WHERE state = 1 AND lane = ? AND rank >= ? ORDER BY rank LIMIT 1");
    long from = Long.MIN_VALUE;
    boolean more = true;
    while (more) {
      first.setInt(1, lane.id());
      first.setLong(2, from);
      try (ResultSet row = first.executeQuery()) {
        more = row.next();
        if (more) {
          long rank = row.getLong(1);
          oldest.merge(lane.queue(), Rank.readyAt(rank), (a, b) -> a.isBefore(b) ? a : b);
          from = Rank.nextLevel(rank);
        }
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
