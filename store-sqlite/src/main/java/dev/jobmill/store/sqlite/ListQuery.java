package dev.jobmill.store.sqlite;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One page of jobs. Where few live jobs can match, they are found by the indexes of their states;
/// otherwise the ids are walked from the newest on until the page is full. Each call of [#next] is
/// one short look, so that no snapshot is held for long.
final class ListQuery {
  /// Ids that are walked in one look.
  private static final int STRIDE = 5_000;

  /// Up to this many live jobs are sorted in memory.
  private static final long FEW = 10_000;

  private static final Set<JobState> ENDED_BADLY =
      EnumSet.of(JobState.CANCELLED, JobState.FAILED, JobState.TIMEOUT);

  private record Found(JobId id, long seq) {}

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
    Set<JobState> states = filter.states();
    boolean all = filter.queue().isEmpty() && filter.type().isEmpty();
    String wanted =
        lanes
            .of(filter.queue().orElse(null), filter.type().orElse(null), Integer.MAX_VALUE)
            .stream()
            .map(lane -> Integer.toString(lane.id()))
            .collect(Collectors.joining(","));
    if (states.isEmpty() || wanted.isEmpty()) {
      return true;
    }
    String conditions = conditions(all ? "" : wanted);
    if (states.stream().noneMatch(JobState::isEnd) && count(db, wanted) <= FEW) {
      sort(db, lanes, conditions);
      return true;
    }
    return walk(db, lanes, conditions);
  }

  private String conditions(String inLanes) {
    return " AND state IN ("
        + filter.states().stream()
            .map(state -> Integer.toString(Codes.of(state)))
            .collect(Collectors.joining(","))
        + ")"
        + (inLanes.isEmpty() ? "" : " AND lane IN (" + inLanes + ")")
        + filter.since().map(since -> " AND submitted_at >= " + Millis.ceiling(since)).orElse("")
        + (filter.tag().isEmpty()
            ? ""
            : " AND instr(char(10) || tags, char(10) || ?3 || char(10)) > 0");
  }

  private long count(Session db, String lanes) throws SQLException {
    String sum =
        filter.states().stream().map(JobState::wireName).collect(Collectors.joining(" + "));
    try (PreparedStatement count =
            db.once("SELECT sum(" + sum + ") FROM lane WHERE id IN (" + lanes + ")");
        ResultSet row = count.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Walks a stride of ids.
  private boolean walk(Session db, Lanes lanes, String conditions) throws SQLException {
    boolean badly = ENDED_BADLY.containsAll(filter.states());
    String source = badly ? " FROM job INDEXED BY job_ended_badly" : " FROM job INDEXED BY job_id";
    String start = badly ? "state IN (4, 6, 7)" : "1";
    byte[] last = lastOfStride(db, source + " WHERE " + start);
    String sql =
        "SELECT "
            + Rows.COLUMNS
            + source
            + Rows.TABLES
            + start
            + (before == null ? "" : " AND id < ?1")
            + (last == null ? "" : " AND id >= ?2")
            + conditions
            + " ORDER BY id DESC LIMIT "
            + (limit - page.size());
    int asked = limit - page.size();
    int rowsRead = 0;
    byte[] lastRead = null;
    try (PreparedStatement select = db.once(sql)) {
      bind(select, before, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          rowsRead++;
          lastRead = rows.getBytes(Rows.ID);
          add(Rows.job(rows, lanes));
        }
      }
    }
    before = rowsRead == asked ? lastRead : last;
    return page.size() == limit || (rowsRead < asked && last == null);
  }

  private byte @Nullable [] lastOfStride(Session db, String source) throws SQLException {
    try (PreparedStatement select =
        db.once(
            "SELECT id"
                + source
                + (before == null ? "" : " AND id < ?1")
                + " ORDER BY id DESC LIMIT 1 OFFSET "
                + (STRIDE - 1))) {
      if (before != null) {
        select.setBytes(1, before);
      }
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
      select.setString(3, Lines.escape(filter.tag().get()));
    }
  }

  /// The filter itself has the last word.
  private void add(@Nullable Job job) {
    if (job != null && filter.matches(job)) {
      page.add(job);
    }
  }

  private void sort(Session db, Lanes lanes, String conditions) throws SQLException {
    List<Found> found = new ArrayList<>();
    if (filter.states().contains(JobState.PENDING)) {
      find(db, "job_due" + Rows.TABLES + "state = 0 AND reason IN (0, 1)" + conditions, found);
    }
    if (filter.states().contains(JobState.QUEUED)) {
      find(db, "job_queued" + Rows.TABLES + "state = 1" + conditions, found);
    }
    if (filter.states().stream().anyMatch(JobState::isRunning)) {
      find(db, "job_running" + Rows.TABLES + "state IN (2, 3)" + conditions, found);
    }
    found.sort(Comparator.comparing(Found::id).reversed());
    PreparedStatement select = db.sql(Rows.SELECT + "seq = ?");
    for (int i = 0; i < found.size() && page.size() < limit; i++) {
      select.setLong(1, found.get(i).seq());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          add(Rows.job(row, lanes));
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
