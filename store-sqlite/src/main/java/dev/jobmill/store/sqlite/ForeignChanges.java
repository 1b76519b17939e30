package dev.jobmill.store.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds out whether jobs were moved by other processes: SQLite counts what others have committed,
/// heartbeats among it, so that after a change the totals decide, less what this process has added
/// to them. May say yes for a change of its own that is being committed at that moment; never says
/// yes for heartbeats alone. Belongs to one thread.
final class ForeignChanges implements AutoCloseable {
  private static final int BUSY_MILLIS = 100;
  private static final int TRIES = 3;

  private final Path database;
  private final OwnMoves own;
  private @Nullable Session session;
  private long seenVersion;
  private long[] seenTotals = new long[0];

  ForeignChanges(Path database, OwnMoves own) {
    this.database = database;
    this.own = own;
  }

  /// Whether there were any since the last look; none at the first one.
  boolean look() throws SQLException {
    Session db = session;
    boolean first = db == null;
    if (db == null) {
      db = Session.reading(database, BUSY_MILLIS);
      session = db;
    }
    // Read before the totals: what is committed in between is looked at again next time.
    long version = db.number("PRAGMA data_version", 0);
    if (!first && version == seenVersion) {
      return false;
    }
    long[] totals = foreignTotals(db);
    boolean changed = !first && !Arrays.equals(totals, seenTotals);
    seenVersion = version;
    seenTotals = totals;
    return changed;
  }

  /// Whether the next look is not a first one.
  boolean hasLooked() {
    return session != null;
  }

  private long[] foreignTotals(Session db) throws SQLException {
    long[] before = own.totals();
    long[] all = totals(db);
    for (int i = 1; i < TRIES && !Arrays.equals(before, own.totals()); i++) {
      before = own.totals();
      all = totals(db);
    }
    for (int state = 0; state < all.length; state++) {
      all[state] -= before[state];
    }
    return all;
  }

  private static long[] totals(Session db) throws SQLException {
    long[] totals = new long[Codes.STATE_COUNT];
    PreparedStatement sum =
        db.sql(
            "SELECT sum(pending), sum(queued), sum(processing), sum(cancelling), sum(cancelled),"
                + " sum(completed), sum(failed), sum(timeout) FROM lane");
    try (ResultSet row = sum.executeQuery()) {
      row.next();
      for (int state = 0; state < totals.length; state++) {
        totals[state] = row.getLong(state + 1);
      }
    }
    return totals;
  }

  /// The next look is a first one.
  @Override
  public void close() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }
}
