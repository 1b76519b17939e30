package dev.jobmill.store.sqlite;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobmillException;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.sqlite.Lanes.Lane;
import dev.jobmill.store.sqlite.Suspects.InFlight;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One claim inside of one transaction.
final class ClaimPass {
  /// How many jobs are taken before it is looked whether others wait for too long.
  private static final int ROUND = 500;

  private record Ranked(long rank, long seq) {}

  private final Tx tx;
  private final ClaimRequest request;
  private final WorkerRow worker;
  private final Instant now;
  private final List<Job> claimed = new ArrayList<>();

  /// The rows that were read in the current round: those to be marked, and those that are not jobs.
  private final List<Long> taken = new ArrayList<>();

  private final List<Unreadable> unreadable = new ArrayList<>();
  private final List<Long> expired = new ArrayList<>();

  ClaimPass(Tx tx, ClaimRequest request, WorkerRow worker) {
    this.tx = tx;
    this.request = request;
    this.worker = worker;
    this.now = Instant.ofEpochMilli(tx.now);
  }

  Claimed run() throws SQLException {
    if (tx.lanes.haveSuspects()) {
      InFlight inFlight = Suspects.inFlight(tx, worker);
      boolean given = inFlight == InFlight.NOTHING && request.suspects() && claimSuspect();
      if (given || inFlight == InFlight.A_SUSPECT) {
        return answer(true);
      }
    }
    claimOrdinary();
    return answer(false);
  }

  private Claimed answer(boolean alone) throws SQLException {
    boolean wait = false;
    if (tx.lanes.haveSuspects()) {
      for (ClaimRequest.Demand demand : request.demands()) {
        wait |= Suspects.anyQueued(tx, lanes(demand, true));
      }
    }
    return new Claimed(claimed, alone, wait);
  }

  private boolean claimSuspect() throws SQLException {
    for (ClaimRequest.Demand demand : request.demands()) {
      List<Lane> lanes = demand.max() > 0 ? lanes(demand, true) : List.of();
      boolean more = !lanes.isEmpty();
      while (more && claimed.isEmpty()) {
        more = round(lanes, 1);
      }
      if (!claimed.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void claimOrdinary() throws SQLException {
    for (ClaimRequest.Demand demand : request.demands()) {
      List<Lane> lanes = lanes(demand, false);
      int until = Math.min(request.limit(), claimed.size() + Math.max(0, demand.max()));
      boolean more = !lanes.isEmpty();
      while (more && claimed.size() < until) {
        int asked = Math.min(ROUND, until - claimed.size());
        int before = claimed.size();
        more = round(lanes, asked) || claimed.size() - before == asked;
        if (more && claimed.size() < until && tx.keepsOthersWaiting()) {
          // Others wait; the worker is told to come again.
          tx.changes.queued(demand.queue());
          return;
        }
      }
    }
  }

  private List<Lane> lanes(ClaimRequest.Demand demand, boolean suspect) throws SQLException {
    List<Lane> lanes = new ArrayList<>();
    for (ClaimRequest.HandledType type : demand.types()) {
      lanes.addAll(tx.lanes.of(demand.queue(), type.name(), type.newestVersion()));
    }
    List<Lane> open = new ArrayList<>();
    for (Lane lane : lanes) {
      if (lane.suspect() == suspect && !open.contains(lane) && !tx.isPaused(lane)) {
        open.add(lane);
      }
    }
    return open;
  }

  /// Gives whether another round may find more, because rows of this one were no jobs or had
  /// expired
  private boolean round(List<Lane> lanes, int room) throws SQLException {
    taken.clear();
    unreadable.clear();
    expired.clear();
    if (lanes.size() == 1) {
      readFirst(lanes.getFirst(), room);
    } else {
      for (Ranked row : first(lanes, room)) {
        readOne(row.seq());
      }
    }
    mark();
    for (Unreadable row : unreadable) {
      row.end(tx);
    }
    for (long seq : expired) {
      LiveRow row = LiveRow.at(tx, seq);
      if (row != null) {
        Expiry.expire(tx, row);
      }
    }
    return !unreadable.isEmpty() || !expired.isEmpty();
  }

  private void readFirst(Lane lane, int room) throws SQLException {
    PreparedStatement select =
        tx.db.sql(Rows.SELECT_FOR_CLAIM + "state = 1 AND lane = ? ORDER BY rank, seq LIMIT ?");
    select.setInt(1, lane.id());
    select.setInt(2, room);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        take(rows);
      }
    }
  }

  private List<Ranked> first(List<Lane> lanes, int room) throws SQLException {
    List<Ranked> first = new ArrayList<>();
    PreparedStatement select =
        tx.db.sql(
            "SELECT rank, seq FROM job WHERE state = 1 AND lane = ? ORDER BY rank, seq LIMIT ?");
    for (Lane lane : lanes) {
      select.setInt(1, lane.id());
      select.setInt(2, room);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          first.add(new Ranked(rows.getLong(1), rows.getLong(2)));
        }
      }
    }
    first.sort(Comparator.comparingLong(Ranked::rank).thenComparingLong(Ranked::seq));
    return first.subList(0, Math.min(room, first.size()));
  }

  private void readOne(long seq) throws SQLException {
    PreparedStatement select = tx.db.sql(Rows.SELECT_FOR_CLAIM + "seq = ?");
    select.setLong(1, seq);
    try (ResultSet rows = select.executeQuery()) {
      if (rows.next()) {
        take(rows);
      }
    }
  }

  private void take(ResultSet row) throws SQLException {
    long seq = row.getLong(Rows.SEQ);
    int lane = row.getInt(Rows.LANE);
    int run = row.getInt(Rows.RUN) + 1;
    int attempt = row.getInt(Rows.ATTEMPT) + 1;
    if (run == 1 && isTooLate(row)) {
      expired.add(seq);
      return;
    }
    try {
      Job job =
          Rows.builder(row, tx.lanes.get(lane))
              .state(JobState.PROCESSING)
              .run(run)
              .attempt(attempt)
              .startedAt(now)
              .worker(worker.name())
              .progress(null)
              .build();
      claimed.add(job);
      taken.add(seq);
      tx.runs.put(job.id(), new RunCache.Place(seq, lane, run));
      tx.moved(lane, JobState.QUEUED, JobState.PROCESSING);
    } catch (IllegalArgumentException | JobmillException broken) {
      Log.STORE.warn("the job in row {} cannot be read and ends failed", seq, broken);
      unreadable.add(new Unreadable(seq, lane, JobState.QUEUED));
    }
  }

  private boolean isTooLate(ResultSet row) throws SQLException {
    return (row.getInt(Rows.RULES) & Rules.DEADLINE) != 0 && row.getLong(Rows.DEADLINE) <= tx.now;
  }

  private static final String MARK =
      "UPDATE OR FAIL job SET state = 2, run = run + 1, attempt = attempt + 1, worker = ?, claim = ?,"
          + " started_at = ?, unnamed_at = NULL, reported = NULL, progress = NULL,"
          + " progress_message = NULL WHERE ";

  /// Rows that stand side by side, as they do after bulk submissions, are changed by one statement.
  private void mark() throws SQLException {
    int count = taken.size();
    if (count == 0) {
      return;
    }
    long first = taken.getFirst();
    if (count > 1 && isSequence(taken)) {
      PreparedStatement range = tx.db.sql(MARK + "seq BETWEEN ? AND ?");
      bind(range);
      range.setLong(4, first);
      range.setLong(5, first + count - 1);
      range.executeUpdate();
      return;
    }
    PreparedStatement one = tx.db.sql(MARK + "seq = ?");
    for (long seq : taken) {
      bind(one);
      one.setLong(4, seq);
      one.executeUpdate();
    }
  }

  private static boolean isSequence(List<Long> rows) {
    long expected = rows.getFirst();
    for (long row : rows) {
      if (row != expected++) {
        return false;
      }
    }
    return true;
  }

  private void bind(PreparedStatement mark) throws SQLException {
    mark.setLong(1, worker.id());
    mark.setLong(2, request.claimId());
    mark.setLong(3, tx.now);
  }

  /// The jobs of the worker's latest claim that still run.
  Claimed repeat() throws SQLException {
    PreparedStatement select =
        tx.db.sql(Rows.SELECT + "worker = ? AND state IN (2, 3) AND claim = ? ORDER BY rank, seq");
    select.setLong(1, worker.id());
    select.setLong(2, request.claimId());
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Job job = Rows.job(tx.db, rows, tx.lanes);
        if (job != null) {
          claimed.add(job);
        }
      }
    }
    return answer(tx.lanes.haveSuspects() && Suspects.inFlight(tx, worker) == InFlight.A_SUSPECT);
  }
}
