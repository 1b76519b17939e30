package dev.jobmill.store.sqlite;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Failure;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.DependencyRule;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lets jobs go on that come after others. Each edge is counted by closing it, in the transaction
/// that acts on it, so that none counts twice; what is too much for one transaction is left as a
/// mark.
final class Dependents {
  /// A job that has ended and that others come after.
  record Ended(long seq, JobState state) {}

  /// An end, and up to which row those that come after the job are decided by it.
  private record Mark(long pred, long below, JobState state) {}

  private record Edge(long job, int rule) {}

  private static final int AT_ONCE = 100;

  private Dependents() {}

  /// The edges of a job that comes in, all to jobs that are there. One that is named twice counts
  /// once, by the first rule.
  ///
  /// @return how it ends at once because of a job that has ended; null when it does not
  static @Nullable Failed admit(Tx tx, long seq, List<Dependency> after, List<LiveRow> preds)
      throws SQLException {
    Failed failed = null;
    PreparedStatement insert =
        tx.db.sql("INSERT OR IGNORE INTO edge (pred, job, rule, open) VALUES (?, ?, ?, ?)");
    for (int i = 0; i < preds.size(); i++) {
      LiveRow pred = preds.get(i);
      boolean open = !pred.state().isEnd();
      insert.setLong(1, pred.seq());
      insert.setLong(2, seq);
      insert.setInt(3, Codes.of(after.get(i).onFailure()));
      insert.setInt(4, open ? 1 : 0);
      insert.executeUpdate();
      await(tx, pred);
      if (!open && failed == null) {
        DependencyRule rule = DependencyRule.of(after.get(i).onFailure(), pred.state());
        failed = rule == DependencyRule.MET ? null : new Failed(rule, pred.id(), pred.state());
      }
    }
    return failed;
  }

  /// Why a job cannot run any more.
  record Failed(DependencyRule rule, JobId pred, JobState end) {
    Failure error() {
      return DependencyRule.failure(pred, end);
    }
  }

  private static void await(Tx tx, LiveRow pred) throws SQLException {
    if (!pred.has(Rules.AWAITED)) {
      PreparedStatement mark =
          tx.db.sql("UPDATE job SET rules = coalesce(rules, 0) | 1 WHERE seq = ?");
      mark.setLong(1, pred.seq());
      mark.executeUpdate();
    }
  }

  static boolean hasOpen(Tx tx, long seq) throws SQLException {
    PreparedStatement find =
        tx.db.sql("SELECT 1 FROM edge INDEXED BY edge_open WHERE job = ? AND open = 1 LIMIT 1");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  /// Whether a job that has not ended comes after this one.
  static boolean isAwaited(Tx tx, long seq) throws SQLException {
    PreparedStatement find =
        tx.db.sql(
            "SELECT 1 FROM edge JOIN job ON job.seq = edge.job WHERE edge.pred = ?"
                + " AND job.state < 4 LIMIT 1");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  /// Goes through those that come after a job which has just ended, and those that come after them
  /// if they end because of it, as far as this transaction may.
  static void release(Tx tx, Ended first) throws SQLException {
    Deque<Ended> ends = new ArrayDeque<>();
    ends.add(first);
    releaseEach(tx, ends);
  }

  private static void releaseEach(Tx tx, Deque<Ended> ends) throws SQLException {
    boolean more = true;
    while (!ends.isEmpty()) {
      Ended end = ends.remove();
      Mark mark = new Mark(end.seq(), tx.nextSeq() - 1, end.state());
      more = more && !isMarked(tx, end.seq()) && releaseAll(tx, mark, ends);
      if (!more) {
        mark(tx, mark);
        tx.changes.pending();
      }
    }
  }

  /// What earlier transactions have left.
  ///
  /// @param limit how many jobs may be looked at
  /// @return how many were
  static int releaseMarked(Tx tx, int limit) throws SQLException {
    tx.limitDependents(limit);
    int before = tx.dependentsLeft();
    for (Mark mark : marked(tx)) {
      Deque<Ended> ends = new ArrayDeque<>();
      boolean all = releaseAll(tx, mark, ends);
      if (all) {
        unmark(tx, mark);
      }
      releaseEach(tx, ends);
      if (!all || tx.dependentsLeft() == 0) {
        break;
      }
    }
    return before - tx.dependentsLeft();
  }

  private static void unmark(Tx tx, Mark mark) throws SQLException {
    PreparedStatement delete = tx.db.sql("DELETE FROM release_mark WHERE pred = ? AND below = ?");
    delete.setLong(1, mark.pred());
    delete.setLong(2, mark.below());
    delete.executeUpdate();
  }

  static boolean anyMarked(Session db) throws SQLException {
    return db.number("SELECT 1 FROM release_mark LIMIT 1", 0) != 0;
  }

  private static boolean isMarked(Tx tx, long pred) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT 1 FROM release_mark WHERE pred = ? LIMIT 1");
    find.setLong(1, pred);
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  /// Earlier ends of a job stand before later ones.
  private static List<Mark> marked(Tx tx) throws SQLException {
    List<Mark> marks = new ArrayList<>();
    try (ResultSet rows =
        tx.db
            .sql("SELECT pred, below, state FROM release_mark ORDER BY pred, below LIMIT 100")
            .executeQuery()) {
      while (rows.next()) {
        marks.add(new Mark(rows.getLong(1), rows.getLong(2), Codes.state(rows.getInt(3))));
      }
    }
    return marks;
  }

  /// Of two ends of a job between which no job came, the earlier decides.
  private static void mark(Tx tx, Mark mark) throws SQLException {
    PreparedStatement insert =
        tx.db.sql("INSERT OR IGNORE INTO release_mark (pred, below, state) VALUES (?, ?, ?)");
    insert.setLong(1, mark.pred());
    insert.setLong(2, mark.below());
    insert.setInt(3, Codes.of(mark.state()));
    insert.executeUpdate();
  }

  /// Gives whether none is left.
  private static boolean releaseAll(Tx tx, Mark mark, Deque<Ended> ends) throws SQLException {
    while (true) {
      List<Edge> edges = open(tx, mark);
      for (Edge edge : edges) {
        if (!tx.takeDependent()) {
          return false;
        }
        close(tx, mark.pred(), edge.job());
        count(tx, mark, edge, ends);
      }
      if (edges.size() < AT_ONCE) {
        return true;
      }
    }
  }

  private static List<Edge> open(Tx tx, Mark mark) throws SQLException {
    PreparedStatement select =
        tx.db.sql(
            "SELECT job, rule FROM edge INDEXED BY edge_waiting WHERE pred = ? AND job <= ?"
                + " AND open = 1 ORDER BY job LIMIT ?");
    select.setLong(1, mark.pred());
    select.setLong(2, mark.below());
    select.setInt(3, AT_ONCE);
    List<Edge> edges = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        edges.add(new Edge(rows.getLong(1), rows.getInt(2)));
      }
    }
    return edges;
  }

  private static void close(Tx tx, long pred, long job) throws SQLException {
    PreparedStatement close =
        tx.db.sql("UPDATE edge SET open = 0 WHERE pred = ? AND job = ? AND open = 1");
    close.setLong(1, pred);
    close.setLong(2, job);
    close.executeUpdate();
  }

  private static void count(Tx tx, Mark end, Edge edge, Deque<Ended> ends) throws SQLException {
    LiveRow job = LiveRow.at(tx, edge.job());
    if (job == null || !job.waitsForOthers()) {
      return;
    }
    DependencyRule rule = DependencyRule.of(Codes.rule(edge.rule()), end.state());
    if (rule == DependencyRule.MET) {
      if (!hasOpen(tx, job.seq())) {
        letGoOn(tx, job);
      }
      return;
    }
    JobState how = rule.end();
    Ends.write(
        tx, job, how, Reason.DEPENDENCY_FAILED, DependencyRule.failure(id(tx, end), end.state()));
    tx.changes.ended(job.id());
    if (job.has(Rules.UNIQUE)) {
      UniqueKeys.letGo(tx, job.seq());
    }
    if (job.has(Rules.AWAITED)) {
      ends.add(new Ended(job.seq(), how));
    }
  }

  private static JobId id(Tx tx, Mark end) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT id FROM job WHERE seq = ?");
    find.setLong(1, end.pred());
    try (ResultSet row = find.executeQuery()) {
      return Rows.id(row.next() ? row.getBytes(1) : new byte[Rows.ID_BYTES]);
    }
  }

  /// All that it waited for is met.
  private static void letGoOn(Tx tx, LiveRow job) throws SQLException {
    if (job.dueAt() > tx.now) {
      PreparedStatement later = tx.db.sql("UPDATE job SET reason = 0, due_at = ? WHERE seq = ?");
      later.setLong(1, job.dueAt());
      later.setLong(2, job.seq());
      later.executeUpdate();
      tx.changes.pending();
    } else {
      Moves.queue(tx, job, Instant.ofEpochMilli(tx.now));
    }
  }
}
