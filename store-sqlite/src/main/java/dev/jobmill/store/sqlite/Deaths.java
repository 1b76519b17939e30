package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What becomes of the runs of workers that are gone.
final class Deaths {
  /// How many runs were taken, and whether there are more.
  record Taken(int done, boolean more) {
    static final Taken NOTHING = new Taken(0, false);

    Taken and(Taken other) {
      return new Taken(done + other.done, more || other.more);
    }
  }

  private Deaths() {}

  static boolean isAnyOverdue(Session db, long now) throws SQLException {
    PreparedStatement find = db.sql("SELECT 1 FROM worker WHERE gone = 0 AND lease_until <= ?");
    find.setLong(1, now);
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  /// Workers of a process that is proved dead, also those that were found dead by their lease and
  /// then went on.
  static Taken ofOwner(Tx tx, String owner, int limit) throws SQLException {
    PreparedStatement find = tx.db.sql("SELECT id FROM worker WHERE owner = ? AND gone < 2");
    find.setString(1, owner);
    return each(tx, ids(find), limit);
  }

  static Taken ofLeases(Tx tx, long now, int limit) throws SQLException {
    PreparedStatement find =
        tx.db.sql("SELECT id FROM worker WHERE gone = 0 AND lease_until <= ? ORDER BY id");
    find.setLong(1, now);
    return each(tx, ids(find), limit);
  }

  private static List<Long> ids(PreparedStatement find) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet rows = find.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private static Taken each(Tx tx, List<Long> workers, int limit) throws SQLException {
    int done = 0;
    for (long worker : workers) {
      int room = limit - done;
      RenewPass.Runs runs = RenewPass.runs(tx, worker, room + 1);
      boolean several = runs.size() > 1 || hasDiedWithSeveral(tx, worker);
      done += take(tx, runs, room, !several);
      if (runs.size() > room) {
        if (several) {
          noteSeveral(tx, worker);
        }
        return new Taken(done, true);
      }
      markGone(tx, worker, 1);
    }
    return new Taken(done, false);
  }

  /// Earlier passes may have taken the others.
  private static boolean hasDiedWithSeveral(Tx tx, long worker) throws SQLException {
    PreparedStatement find =
        tx.db.sql("SELECT 1 FROM worker WHERE id = ? AND died_with_several = 1");
    find.setLong(1, worker);
    try (ResultSet row = find.executeQuery()) {
      return row.next();
    }
  }

  private static void noteSeveral(Tx tx, long worker) throws SQLException {
    PreparedStatement update = tx.db.sql("UPDATE worker SET died_with_several = 1 WHERE id = ?");
    update.setLong(1, worker);
    update.executeUpdate();
  }

  private static int take(Tx tx, RenewPass.Runs runs, int most, boolean alone) throws SQLException {
    int unreadable = Math.min(most, runs.unreadable().size());
    for (Unreadable row : runs.unreadable().subList(0, unreadable)) {
      row.end(tx);
    }
    int readable = Math.min(most - unreadable, runs.readable().size());
    for (LiveRow run : runs.readable().subList(0, readable)) {
      Moves.crash(tx, run, alone);
    }
    return unreadable + readable;
  }

  /// The runs of a worker that says goodbye.
  static void withdraw(Tx tx, long worker) throws SQLException {
    RenewPass.Runs runs = RenewPass.runs(tx, worker);
    take(tx, runs, Integer.MAX_VALUE, runs.size() == 1 && !hasDiedWithSeveral(tx, worker));
    markGone(tx, worker, 2);
  }

  private static void markGone(Tx tx, long worker, int how) throws SQLException {
    PreparedStatement update =
        tx.db.sql("UPDATE worker SET gone = ?, gone_at = ?, died_with_several = NULL WHERE id = ?");
    update.setInt(1, how);
    update.setLong(2, tx.now);
    update.setLong(3, worker);
    update.executeUpdate();
  }
}
