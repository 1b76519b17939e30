package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobState;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One transaction that writes, with its one reading of the clock. Totals are gathered here and
/// written once, however many jobs have moved.
final class Tx {
  /// How many jobs that come after others may be looked at because those have ended; the rest is
  /// left to a duty.
  static final int DEPENDENTS_MAX = 1_000;

  private static final long RATE_MILLIS = 10_000;
  private static final long RATES_KEPT_MILLIS = 3_700_000;

  final Session db;
  final Lanes lanes;
  final RunCache runs;
  final Changes changes;
  final long now;
  private final Policy policy;
  private final Box box;
  private final Map<Integer, long[]> deltas = new HashMap<>();
  private final Map<String, QueueRow> queues = new HashMap<>();
  private @Nullable Set<String> pausedQueues;
  private @Nullable Set<String> pausedTypes;
  private int dependentsLeft = DEPENDENTS_MAX;
  private long newestSeq = -1;
  private long submitted;
  private long ended;

  Tx(Session db, Lanes lanes, RunCache runs, Changes changes, long now, Policy policy, Box box) {
    this.db = db;
    this.lanes = lanes;
    this.runs = runs;
    this.changes = changes;
    this.now = now;
    this.policy = policy;
    this.box = box;
  }

  /// A part of this transaction that may be undone by itself: what it gathers counts once it has
  /// been taken over.
  Tx part() {
    Tx part = new Tx(db, lanes, runs, new Changes(true), now, policy, box);
    deltas.forEach((lane, delta) -> part.deltas.put(lane, delta.clone()));
    part.queues.putAll(queues);
    part.dependentsLeft = dependentsLeft;
    part.newestSeq = newestSeq;
    part.submitted = submitted;
    part.ended = ended;
    return part;
  }

  /// Takes over what a part has gathered.
  void accept(Tx part) {
    deltas.clear();
    deltas.putAll(part.deltas);
    queues.putAll(part.queues);
    changes.add(part.changes);
    dependentsLeft = part.dependentsLeft;
    newestSeq = part.newestSeq;
    submitted = part.submitted;
    ended = part.ended;
  }

  /// Whether this transaction has taken as long as it may, so that bulk work is to be cut here.
  boolean isOver() {
    return box.isOver();
  }

  /// Whether others wait for longer than they should, so that what can be cut is to be cut here.
  boolean keepsOthersWaiting() {
    return box.keepsOthersWaiting();
  }

  Ranking ranking() {
    return policy.ranking();
  }

  /// When a job that ends now may be forgotten.
  long keepUntil(int lane, JobState end) {
    return policy.retention().isUniform()
        ? now + policy.retentionMillis()
        : Millis.after(now, policy.retention().of(lanes.get(lane).type(), end));
  }

  /// Whether one more job may be looked at because another has ended.
  boolean takeDependent() {
    if (dependentsLeft == 0) {
      return false;
    }
    dependentsLeft--;
    return true;
  }

  /// Lets this transaction look at no more than `most` of them.
  void limitDependents(int most) {
    dependentsLeft = Math.min(dependentsLeft, most);
  }

  int dependentsLeft() {
    return dependentsLeft;
  }

  /// The number of the row for the next job that comes in. It is in use once [#takeSeq] says so.
  long nextSeq() throws SQLException {
    if (newestSeq < 0) {
      // A row that a mark speaks of must not be that of another job later.
      newestSeq =
          db.number(
              "SELECT max(coalesce((SELECT max(seq) FROM job), 0),"
                  + " coalesce((SELECT max(below) FROM release_mark), 0))",
              0);
    }
    return newestSeq + 1;
  }

  void takeSeq() {
    newestSeq++;
  }

  /// A job has come (from null), gone (to null), or moved.
  void moved(int lane, @Nullable JobState from, @Nullable JobState to) {
    moved(lane, from, to, 1);
  }

  /// A job has moved from one lane to another.
  void moved(int lane, JobState from, int newLane, JobState to) {
    if (lane == newLane) {
      moved(lane, from, to);
      return;
    }
    deltas.computeIfAbsent(lane, id -> new long[Codes.STATE_COUNT])[Codes.of(from)]--;
    deltas.computeIfAbsent(newLane, id -> new long[Codes.STATE_COUNT])[Codes.of(to)]++;
    ended += to.isEnd() ? 1 : 0;
  }

  void moved(int lane, @Nullable JobState from, @Nullable JobState to, int jobs) {
    long[] delta = deltas.computeIfAbsent(lane, id -> new long[Codes.STATE_COUNT]);
    if (from == null) {
      submitted += jobs;
    } else {
      delta[Codes.of(from)] -= jobs;
    }
    if (to != null) {
      delta[Codes.of(to)] += jobs;
      if (to.isEnd()) {
        ended += jobs;
      }
    }
  }

  /// How many more waiting jobs a queue takes in.
  long room(String queue) throws SQLException {
    QueueRow row = queues.get(queue);
    if (row == null) {
      row = QueueRow.read(db, queue, policy.queueLimit());
      queues.put(queue, row);
    }
    return row.limit() - (row.waiting() + waitingDelta(queue));
  }

  /// The limit of a queue of which [#room] was asked.
  long limit(String queue) {
    QueueRow row = queues.get(queue);
    return row == null ? Long.MAX_VALUE : row.limit();
  }

  private long waitingDelta(String queue) {
    long waiting = 0;
    for (Map.Entry<Integer, long[]> entry : deltas.entrySet()) {
      Lane lane = lanes.find(entry.getKey());
      if (lane != null && lane.queue().equals(queue)) {
        waiting += waiting(entry.getValue());
      }
    }
    return waiting;
  }

  private static long waiting(long[] delta) {
    return delta[Codes.of(JobState.PENDING)] + delta[Codes.of(JobState.QUEUED)];
  }

  /// What a person decided in this transaction counts for the rest of it.
  void forgetDecisions() {
    queues.clear();
    pausedQueues = null;
    pausedTypes = null;
  }

  boolean isPaused(Lane lane) throws SQLException {
    if (pausedQueues == null) {
      pausedQueues = names("SELECT name FROM queue WHERE paused = 1");
    }
    if (pausedTypes == null) {
      pausedTypes = names("SELECT name FROM type WHERE paused = 1");
    }
    return pausedQueues.contains(lane.queue()) || pausedTypes.contains(lane.type());
  }

  private Set<String> names(String sql) throws SQLException {
    Set<String> names = Set.of();
    try (ResultSet rows = db.sql(sql).executeQuery()) {
      while (rows.next()) {
        names = names.isEmpty() ? new HashSet<>() : names;
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /// What is added to the number of jobs in each state.
  long[] moves() {
    long[] moves = new long[Codes.STATE_COUNT];
    for (long[] delta : deltas.values()) {
      for (int state = 0; state < moves.length; state++) {
        moves[state] += delta[state];
      }
    }
    return moves;
  }

  /// Writes the totals, before the commit.
  void flush() throws SQLException {
    Map<String, Long> waiting = new HashMap<>();
    for (Map.Entry<Integer, long[]> entry : deltas.entrySet()) {
      addToLane(entry.getKey(), entry.getValue());
      // A damaged row may name a lane that is not there; nobody else must suffer for it.
      Lane lane = lanes.find(entry.getKey());
      if (lane != null) {
        waiting.merge(lane.queue(), waiting(entry.getValue()), Long::sum);
      }
    }
    for (Map.Entry<String, Long> queue : waiting.entrySet()) {
      if (queue.getValue() != 0) {
        QueueRow.addWaiting(db, queue.getKey(), queue.getValue());
      }
    }
    if (submitted > 0 || ended > 0) {
      flushRates();
    }
  }

  private void addToLane(int lane, long[] delta) throws SQLException {
    PreparedStatement update =
        db.sql(
            "UPDATE lane SET pending = pending + ?, queued = queued + ?,"
                + " processing = processing + ?, cancelling = cancelling + ?,"
                + " cancelled = cancelled + ?, completed = completed + ?, failed = failed + ?,"
                + " timeout = timeout + ? WHERE id = ?");
    for (int state = 0; state < Codes.STATE_COUNT; state++) {
      update.setLong(state + 1, delta[state]);
    }
    update.setInt(Codes.STATE_COUNT + 1, lane);
    update.executeUpdate();
  }

  private void flushRates() throws SQLException {
    long bucket = Math.floorDiv(now, RATE_MILLIS) * RATE_MILLIS;
    PreparedStatement add =
        db.sql("UPDATE rate SET submitted = submitted + ?, ended = ended + ? WHERE at = ?");
    add.setLong(1, submitted);
    add.setLong(2, ended);
    add.setLong(3, bucket);
    if (add.executeUpdate() == 0) {
      PreparedStatement insert = db.sql("INSERT INTO rate (submitted, ended, at) VALUES (?, ?, ?)");
      insert.setLong(1, submitted);
      insert.setLong(2, ended);
      insert.setLong(3, bucket);
      insert.executeUpdate();
      PreparedStatement trim = db.sql("DELETE FROM rate WHERE at < ?");
      trim.setLong(1, bucket - RATES_KEPT_MILLIS);
      trim.executeUpdate();
    }
  }
}
