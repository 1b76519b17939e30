package dev.jobmill.store.sqlite;

import dev.jobmill.store.Upkeep;
import dev.jobmill.store.sqlite.Deaths.Taken;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The passes of upkeep.
final class SqliteUpkeep implements Upkeep {
  /// When other processes are there: the death of one is to be seen well within a second.
  private static final Duration WITH_OTHERS = Duration.ofMillis(250);

  private static final Duration ALONE = Duration.ofSeconds(5);
  private static final Duration FAR = Duration.ofMinutes(1);
  private static final int BULK = 1_000;

  private final Writer writer;
  private final Readers readers;
  private final Liveness liveness;
  private final StoreClock clock;
  private final SqliteClaims claims;
  private final LeaseTrust trust;
  private final Duration alone;
  private final AtomicLong leasesSeenNanos = new AtomicLong();

  /// @param settings give the rhythm of the passes and how long leases are not believed after it
  ///   was lost
  SqliteUpkeep(
      Writer writer,
      Readers readers,
      Liveness liveness,
      StoreClock clock,
      SqliteClaims claims,
      SqliteSettings settings) {
    this.writer = writer;
    this.readers = readers;
    this.liveness = liveness;
    this.clock = clock;
    this.claims = claims;
    this.trust = new LeaseTrust(settings.renewalInterval(), settings.lease());
    Duration half = settings.renewalInterval().dividedBy(2);
    this.alone = half.compareTo(ALONE) < 0 ? half : ALONE;
  }

  @Override
  public Pass promote(int limit) {
    return writer.write(tx -> {
      int done = 0;
      for (LiveRow job : due(tx, limit)) {
        if (tx.isOver()) {
          break;
        }
        Moves.queue(tx, job, Instant.ofEpochMilli(job.dueAt()));
        done++;
      }
      return new Pass(done, untilNextDue(tx));
    });
  }

  private static List<LiveRow> due(Tx tx, int limit) throws SQLException {
    PreparedStatement select = tx.db.sql(LiveRow.DUE);
    select.setLong(1, tx.now);
    select.setInt(2, Math.max(0, limit));
    List<LiveRow> due = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        LiveRow.read(tx, rows, due, unreadable);
      }
    }
    for (Unreadable row : unreadable) {
      row.end(tx);
    }
    return due;
  }

  private static Duration untilNextDue(Tx tx) throws SQLException {
    return until(
        tx.now,
        tx.db.number(
            "SELECT due_at FROM job INDEXED BY job_due WHERE state = 0 AND reason IN (0, 1)"
                + " ORDER BY due_at LIMIT 1",
            Long.MAX_VALUE));
  }

  static Duration until(long now, long next) {
    if (next <= now) {
      return Duration.ZERO;
    }
    return next - now > FAR.toMillis() ? FAR : Duration.ofMillis(next - now);
  }

  @Override
  public Pass reap(int limit) {
    writer.checkOpen();
    Taken taken = reapDead(limit);
    if (!taken.more() && areLeasesDue()) {
      taken = taken.and(reapByLease(limit - taken.done()));
    }
    if (taken.more()) {
      return new Pass(taken.done(), Duration.ZERO);
    }
    boolean soon = liveness.othersThere() && WITH_OTHERS.compareTo(alone) < 0;
    return new Pass(taken.done(), soon ? WITH_OTHERS : alone);
  }

  /// With others there the passes come often, for the locks of processes; leases do not run out
  /// that fast, and looking at them is a look into the file.
  private boolean areLeasesDue() {
    long now = clock.nanoTime();
    long last = leasesSeenNanos.get();
    boolean due = !liveness.othersThere() || last == 0 || now - last >= alone.toNanos();
    if (due) {
      leasesSeenNanos.set(now);
    }
    return due;
  }

  /// Takes back what dead processes have left, all of it.
  void reapDead() {
    while (reapDead(BULK).more()) {
      Log.STORE.info("{} jobs of dead processes were taken back, and there are more", BULK);
    }
  }

  private Taken reapDead(int limit) {
    Taken all = Taken.NOTHING;
    for (String other : liveness.others()) {
      try (Liveness.Dead dead = liveness.proveDead(other)) {
        if (dead != null) {
          int room = limit - all.done();
          Taken taken = writer.write(tx -> Deaths.ofOwner(tx, dead.owner(), room));
          if (!taken.more()) {
            dead.forget();
            liveness.lookAround();
          }
          all = all.and(taken);
        }
      }
    }
    return all;
  }

  private Taken reapByLease(int limit) {
    long now = clock.nowForOthers();
    int setbacks = writer.setbacks();
    boolean may =
        trust.mayReap(Instant.ofEpochMilli(now), clock.nanoTime(), setbacks, claims.longestLease());
    // Most passes find nothing, and looking needs no turn to write.
    if (!may || !readers.read((db, lanes) -> Deaths.isAnyOverdue(db, now))) {
      return Taken.NOTHING;
    }
    // Writes may have failed in between; then renewals are behind this one in the queue.
    return writer.write(
        tx -> writer.setbacks() == setbacks ? Deaths.ofLeases(tx, now, limit) : Taken.NOTHING);
  }

  @Override
  public Pass prune(int limit) {
    return writer.write(tx -> Pruning.pass(tx, Math.max(0, limit), FAR, liveness));
  }

  /// Looks first, since most passes find nothing, and looking needs no turn to write.
  @Override
  public Pass release(int limit) {
    writer.checkOpen();
    if (!readers.read((db, lanes) -> Dependents.anyMarked(db))) {
      return new Pass(0, FAR);
    }
    return writer.write(tx -> {
      int done = Dependents.releaseMarked(tx, limit);
      return new Pass(done, Dependents.anyMarked(tx.db) ? Duration.ZERO : FAR);
    });
  }

  @Override
  public Pass expire(int limit) {
    writer.checkOpen();
    long now = clock.now();
    long next = readers.read((db, lanes) -> Expiry.next(db));
    if (next > now) {
      return new Pass(0, until(now, next));
    }
    return writer.write(tx -> {
      int done = Expiry.pass(tx, Math.max(0, limit));
      return new Pass(done, until(tx.now, Expiry.next(tx.db)));
    });
  }
}
