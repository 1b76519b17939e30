package dev.jobmill.store.sqlite;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Ranking;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at jobs, through connections that only read.
final class SqliteLookup implements Lookup {
  private final Readers readers;
  private final StoreClock clock;
  private final Ranking ranking;

  SqliteLookup(Readers readers, StoreClock clock, Ranking ranking) {
    this.readers = readers;
    this.clock = clock;
    this.ranking = ranking;
  }

  private static void check(String what, int count) {
    if (count < 0 || count > PAGE_SIZE_MAX) {
      throw new IllegalArgumentException(
          what + " of " + count + " is out of range: use at most " + PAGE_SIZE_MAX);
    }
  }

  @Override
  public Map<JobId, Job> find(Collection<JobId> ids) {
    List<JobId> copied = List.copyOf(ids);
    check("a look for a number of jobs", copied.size());
    return readers.read((db, lanes) -> {
      Map<JobId, Job> found = LinkedHashMap.newLinkedHashMap(copied.size());
      PreparedStatement find = db.sql(Rows.SELECT + "job.id = ?");
      for (JobId id : copied) {
        find.setBytes(1, Rows.bytes(id));
        try (ResultSet row = find.executeQuery()) {
          if (row.next()) {
            Job job = Rows.job(db, row, lanes);
            if (job != null) {
              found.put(id, job);
            }
          }
        }
      }
      return found;
    });
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    check("a page", limit);
    ListQuery query = new ListQuery(filter, before, limit);
    boolean done = limit == 0;
    while (!done) {
      done = readers.read(query::next);
    }
    return List.copyOf(query.page());
  }

  @Override
  public Counts count() {
    return readers.read((db, lanes) -> Counting.counts(db, lanes, ranking, clock.now()));
  }

  @Override
  public List<Attempt> attempts(JobId id) {
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT a.run, a.attempt, w.name, a.started_at, a.ended_at, a.outcome, a.error_kind,"
                  + " a.error_message, a.error_stack FROM job JOIN attempt a ON a.job = job.seq"
                  + " LEFT JOIN worker w ON w.id = a.worker WHERE job.id = ? ORDER BY a.run");
      select.setBytes(1, Rows.bytes(id));
      List<Attempt> attempts = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          attempts.add(attempt(rows));
        }
      }
      int last = attempts.isEmpty() ? 0 : attempts.getLast().run();
      addLatest(db, id, last, attempts);
      return attempts;
    });
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    String worker = row.getString(3);
    return new Attempt(
        row.getInt(1),
        row.getInt(2),
        worker == null ? "unknown" : worker,
        Instant.ofEpochMilli(row.getLong(4)),
        Rows.instant(row, 5),
        Codes.outcome(row.getInt(6)),
        Rows.failure(row, 7));
  }

  /// The run that goes on, or ended its job and has no row of its own.
  private static void addLatest(Session db, JobId id, int last, List<Attempt> attempts)
      throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT run, attempt, (SELECT name FROM worker WHERE worker.id = job.worker),"
                + " started_at, ended_at, iif(state < 4, 0, state - 4), iif(state < 6, NULL,"
                + " error_kind), error_message, error_stack FROM job WHERE id = ? AND run > ?"
                + " AND state IN (2, 3, 5, 6, 7)");
    select.setBytes(1, Rows.bytes(id));
    select.setInt(2, last);
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        attempts.add(attempt(row));
      }
    }
  }

  @Override
  public List<LogLine> log(JobId id, int last) {
    if (last <= 0) {
      return List.of();
    }
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT run, at, level, message FROM log_line WHERE job ="
                  + " (SELECT seq FROM job WHERE id = ?) ORDER BY run DESC, n DESC LIMIT ?");
      select.setBytes(1, Rows.bytes(id));
      select.setInt(2, last);
      List<LogLine> lines = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lines.add(
              new LogLine(
                  row.getInt(1),
                  Instant.ofEpochMilli(row.getLong(2)),
                  Codes.level(row.getInt(3)),
                  row.getString(4)));
        }
      }
      Collections.reverse(lines);
      return lines;
    });
  }

  @Override
  public List<JobEvent> events(JobId id) {
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT at, actor, what, from_state, to_state FROM event WHERE job ="
                  + " (SELECT seq FROM job WHERE id = ?) ORDER BY n");
      select.setBytes(1, Rows.bytes(id));
      List<JobEvent> events = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          events.add(
              new JobEvent(
                  Instant.ofEpochMilli(row.getLong(1)),
                  row.getString(2),
                  row.getString(3),
                  Codes.state(row.getInt(4)),
                  Codes.state(row.getInt(5))));
        }
      }
      return events;
    });
  }
}
