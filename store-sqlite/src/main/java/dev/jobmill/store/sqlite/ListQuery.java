package dev.jobmill.store.sqlite;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One page of jobs, newest first. Where few jobs can match, they are found by the indexes of their
/// states and lanes; else ids are walked from the newest on, those with a tag where one is asked
/// for, until the page is full. Each call of [#next] is one short look, so that no snapshot is held
/// for long.
final class ListQuery {
  /// Ids that are walked in one look.
  private static final int STRIDE = 5_000;

  /// Up to this many jobs are sorted in memory.
  private static final long FEW = 10_000;

  private static final Set<JobState> ENDED_BADLY =
      EnumSet.of(JobState.CANCELLED, JobState.FAILED, JobState.TIMEOUT);
  private static final Set<JobState> ENDED =
      EnumSet.copyOf(Arrays.stream(JobState.values()).filter(JobState::isEnd).toList());

  private record Found(JobId id, long seq) {}

  /// Which ids are walked: a table or index, and the conditions under which it holds the jobs.
  private record Walk(String source, String start) {}

  private final JobFilter filter;
  private final int limit;
  private final List<Job> page = new ArrayList<>();
  private byte @Nullable [] before;

  ListQuery(JobFilter filter, @Nullable JobId before, int limit) {
    this.filter = filter;
    this.before = before == null ? null : Rows.bytes(before);
    this.limit = limit;
  }

  List<Job> page() {
    return page;
  }

  /// Goes on, in a snapshot of its own.
  ///
  /// @return whether the page is as full as it can be
  boolean next(Session db, Lanes lanes) throws SQLException {
    boolean all = filter.queue().isEmpty() && filter.type().isEmpty();
    String wanted = wanted(lanes);
    if (filter.states().isEmpty() || wanted.isEmpty() || count(db, filter.states(), wanted) == 0) {
      return true;
    }
    String conditions = conditions(all ? "" : wanted);
    if (filter.tag().isEmpty() && areFew(db, wanted)) {
      sort(db, lanes, conditions, wanted);
      return true;
    }
    return walk(db, lanes, conditions);
  }

  private String wanted(Lanes lanes) {
    return lanes
        .of(filter.queue().orElse(null), filter.type().orElse(null), Integer.MAX_VALUE)
        .stream()
        .map(Lane::id)
        .map(id -> Integer.toString(id))
        .collect(Collectors.joining(","));
  }

  private String conditions(String inLanes) {
    StringBuilder sql = new StringBuilder(" AND job.state IN (");
    sql.append(
        filter.states().stream()
            .map(state -> Integer.toString(Codes.of(state)))
            .collect(Collectors.joining(",")));
    sql.append(')');
    if (!inLanes.isEmpty()) {
      sql.append(" AND job.lane IN (").append(inLanes).append(')');
    }
    if (filter.since().isPresent()) {
      long since = Millis.ceiling(filter.since().get());
      sql.append(" AND job.submitted_at >= ").append(since);
    }
    if (filter.until().isPresent()) {
      sql.append(" AND job.submitted_at < ").append(Millis.ceiling(filter.until().get()));
    }
    if (filter.endedBefore().isPresent()) {
      sql.append(" AND job.ended_at < ").append(Millis.ceiling(filter.endedBefore().get()));
    }
    return sql.toString();
  }

  /// Whether few jobs are in the lanes asked for, of the states asked for. Ended ones are found by
  /// their lane, whatever their end.
  private boolean areFew(Session db, String lanes) throws SQLException {
    Set<JobState> states = EnumSet.copyOf(filter.states());
    if (states.stream().anyMatch(JobState::isEnd)) {
      states.addAll(ENDED);
    }
    return count(db, states, lanes) <= FEW;
  }

  private static long count(Session db, Set<JobState> states, String lanes) throws SQLException {
    String sum = states.stream().map(JobState::wireName).collect(Collectors.joining(" + "));
    try (PreparedStatement count =
            db.once("SELECT sum(" + sum + ") FROM lane WHERE id IN (" + lanes + ")");
        ResultSet row = count.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Walks a stride of ids.
  private boolean walk(Session db, Lanes lanes, String conditions) throws SQLException {
    Walk walk = walk();
    byte[] last = lastOfStride(db, walk);
    int asked = limit - page.size();
    String sql =
        "SELECT "
            + Rows.COLUMNS
            + walk.source()
            + Rows.TABLES
            + walk.start()
            + (before == null ? "" : " AND " + walked() + " < ?1")
            + (last == null ? "" : " AND " + walked() + " >= ?2")
            + conditions
            + " ORDER BY "
            + walked()
            + " DESC LIMIT "
            + asked;
    int rowsRead = 0;
    byte[] lastRead = null;
    try (PreparedStatement select = db.once(sql)) {
      bind(select, before, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          rowsRead++;
          lastRead = rows.getBytes(Rows.ID);
          add(Rows.job(db, rows, lanes));
        }
      }
    }
    before = rowsRead == asked ? lastRead : last;
    return page.size() == limit || (rowsRead < asked && last == null);
  }

  private Walk walk() {
    if (filter.tag().isPresent()) {
      return new Walk(" FROM tag CROSS JOIN job ON job.id = tag.id", "tag.name = ?3");
    }
    return ENDED_BADLY.containsAll(filter.states())
        ? new Walk(" FROM job INDEXED BY job_ended_badly", "job.state IN (4, 6, 7)")
        : new Walk(" FROM job INDEXED BY job_id", "1");
  }

  private String walked() {
    return filter.tag().isPresent() ? "tag.id" : "job.id";
  }

  private byte @Nullable [] lastOfStride(Session db, Walk walk) throws SQLException {
    try (PreparedStatement select =
        db.once(
            "SELECT "
                + walked()
                + walk.source()
                + " WHERE "
                + walk.start()
                + (before == null ? "" : " AND " + walked() + " < ?1")
                + " ORDER BY "
                + walked()
                + " DESC LIMIT 1 OFFSET "
                + (STRIDE - 1))) {
      bind(select, before, null);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  private void bind(PreparedStatement select, byte @Nullable [] upper, byte @Nullable [] lower)
      throws SQLException {
    if (upper != null) {
      select.setBytes(1, upper);
    }
    if (lower != null) {
      select.setBytes(2, lower);
    }
    if (filter.tag().isPresent()) {
      select.setString(3, filter.tag().get());
    }
  }

  /// The filter itself has the last word.
  private void add(@Nullable Job job) {
    if (job != null && filter.matches(job)) {
      page.add(job);
    }
  }

  private void sort(Session db, Lanes lanes, String conditions, String wanted) throws SQLException {
    List<Found> found = new ArrayList<>();
    Set<JobState> states = filter.states();
    if (states.contains(JobState.PENDING)) {
      find(db, "job_due WHERE state = 0 AND reason IN (0, 1)" + conditions, found);
      find(db, "job_waits WHERE state = 0 AND reason = 2" + conditions, found);
    }
    if (states.contains(JobState.QUEUED)) {
      find(db, "job_queued WHERE state = 1" + conditions, found);
    }
    if (states.stream().anyMatch(JobState::isRunning)) {
      find(db, "job_running WHERE state IN (2, 3)" + conditions, found);
    }
    if (states.stream().anyMatch(JobState::isEnd)) {
      String ended = "job_keep WHERE keep_until IS NOT NULL AND lane IN (" + wanted + ")";
      find(db, ended + conditions, found);
    }
    found.sort(Comparator.comparing(Found::id).reversed());
    PreparedStatement select = db.sql(Rows.SELECT + "seq = ?");
    for (int i = 0; i < found.size() && page.size() < limit; i++) {
      select.setLong(1, found.get(i).seq());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          add(Rows.job(db, row, lanes));
        }
      }
    }
  }

  private void find(Session db, String index, List<Found> found) throws SQLException {
    try (PreparedStatement select =
        db.once(
            "SELECT id, seq FROM job INDEXED BY "
                + index
                + (before == null ? "" : " AND id < ?1"))) {
      bind(select, before, null);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          byte[] id = rows.getBytes(1);
          if (id.length == Rows.ID_BYTES) {
            found.add(new Found(Rows.id(id), rows.getLong(2)));
          }
        }
      }
    }
  }
}
