package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Recurrence;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Firing;
import dev.jobmill.store.Registration;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep.Pass;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What makes jobs by itself, again and again.
final class SqliteSchedules implements Schedules {
  private static final Key FIRST = new Key("", "");

  /// When a schedule is to be looked at, and which one that is.
  private record Wake(long at, Key key) {
    private static final Wake NONE_YET = new Wake(Long.MIN_VALUE, FIRST);
    private static final Wake NEVER = new Wake(Long.MAX_VALUE, FIRST);
  }

  private final Writer writer;
  private final Readers readers;
  private final StoreClock clock;
  private final Set<Key> told = ConcurrentHashMap.newKeySet();

  SqliteSchedules(Writer writer, Readers readers, StoreClock clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public List<Recurrence> put(List<Put> said) {
    List<Put> copied = List.copyOf(said);
    return writer.write(tx -> {
      Instant now = Instant.ofEpochMilli(tx.now);
      List<Recurrence> after = new ArrayList<>(copied.size());
      for (Put put : copied) {
        ScheduleRow row = find(tx.db, put.key());
        Recurrence there = row == null ? null : row.schedule();
        Recurrence changed = Registration.put(there, put, now);
        if (!changed.equals(there)) {
          ScheduleRow.write(tx, changed);
          tx.changes.pending();
        }
        after.add(changed);
      }
      return after;
    });
  }

  private static @Nullable ScheduleRow find(Session db, Key key) throws SQLException {
    PreparedStatement find = db.sql(ScheduleRow.SELECT + "s.name = ? AND s.queue = ?");
    find.setString(1, key.name());
    find.setString(2, key.queue());
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? ScheduleRow.read(row) : null;
    }
  }

  @Override
  public List<Boolean> pause(List<Key> schedules, boolean paused) {
    List<Key> copied = List.copyOf(schedules);
    return writer.write(tx -> {
      Instant now = Instant.ofEpochMilli(tx.now);
      List<Boolean> known = new ArrayList<>(copied.size());
      for (Key key : copied) {
        ScheduleRow row = find(tx.db, key);
        known.add(row != null);
        if (row != null) {
          row.progress(tx, Registration.pause(row.schedule(), paused, now));
          tx.changes.pending();
        }
      }
      return known;
    });
  }

  @Override
  public List<Boolean> remove(List<Key> schedules) {
    List<Key> copied = List.copyOf(schedules);
    return writer.write(tx -> {
      List<Boolean> known = new ArrayList<>(copied.size());
      for (Key key : copied) {
        delete(
            tx,
            "DELETE FROM schedule_spec WHERE schedule ="
                + " (SELECT id FROM schedule WHERE name = ? AND queue = ?)",
            key);
        known.add(delete(tx, "DELETE FROM schedule WHERE name = ? AND queue = ?", key));
      }
      return known;
    });
  }

  private static boolean delete(Tx tx, String sql, Key key) throws SQLException {
    PreparedStatement delete = tx.db.sql(sql);
    delete.setString(1, key.name());
    delete.setString(2, key.queue());
    return delete.executeUpdate() > 0;
  }

  @Override
  public List<Recurrence> find(Collection<String> names) {
    List<String> sorted = List.copyOf(new TreeSet<>(names));
    return readers.read((db, lanes) -> {
      List<Recurrence> found = new ArrayList<>();
      for (String name : sorted) {
        PreparedStatement find = db.sql(ScheduleRow.SELECT + "s.name = ? ORDER BY s.queue");
        find.setString(1, name);
        addAll(find, found);
      }
      return found;
    });
  }

  private static void addAll(PreparedStatement select, List<Recurrence> to) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ScheduleRow row = ScheduleRow.read(rows);
        if (row != null) {
          to.add(row.schedule());
        }
      }
    }
  }

  @Override
  public List<Recurrence> list(@Nullable Key after, int limit) {
    Key from = after == null ? FIRST : after;
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              ScheduleRow.SELECT + "(s.name, s.queue) > (?, ?) ORDER BY s.name, s.queue LIMIT ?");
      select.setString(1, from.name());
      select.setString(2, from.queue());
      select.setInt(3, limit);
      List<Recurrence> page = new ArrayList<>();
      addAll(select, page);
      return page;
    });
  }

  /// Looks first, since most passes find nothing, and looking needs no turn to write.
  @Override
  public Pass fire(int limit) {
    writer.checkOpen();
    long now = clock.now();
    long next = readers.read((db, lanes) -> wakeAfter(db, Wake.NONE_YET).at);
    return next > now
        ? new Pass(0, SqliteUpkeep.until(now, next))
        : writer.write(tx -> fire(tx, limit));
  }

  private Pass fire(Tx tx, int limit) throws SQLException {
    Instant now = Instant.ofEpochMilli(tx.now);
    Wake unreadable = Wake.NONE_YET;
    int done = 0;
    while (true) {
      Wake wake = wakeAfter(tx.db, unreadable);
      if (wake.at > tx.now) {
        return new Pass(done, SqliteUpkeep.until(tx.now, wake.at));
      }
      if (done >= limit || (done > 0 && tx.isOver())) {
        return new Pass(done, Duration.ZERO);
      }
      ScheduleRow row = find(tx.db, wake.key);
      Optional<Firing> firing = row == null ? Optional.empty() : decide(row, now, limit - done);
      if (row == null || firing.isEmpty()) {
        unreadable = wake;
      } else {
        row.progress(tx, fire(tx, row.schedule(), firing.get()));
        done += Math.max(1, firing.get().instants().size());
      }
    }
  }

  private static Wake wakeAfter(Session db, Wake last) throws SQLException {
    PreparedStatement select =
        db.sql(
            "SELECT wake_at, name, queue FROM schedule INDEXED BY schedule_wake"
                + " WHERE wake_at IS NOT NULL AND (wake_at, name, queue) > (?, ?, ?)"
                + " ORDER BY wake_at, name, queue LIMIT 1");
    select.setLong(1, last.at);
    select.setString(2, last.key.name());
    select.setString(3, last.key.queue());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Wake(row.getLong(1), new Key(row.getString(3), row.getString(2)))
          : Wake.NEVER;
    }
  }

  private Optional<Firing> decide(ScheduleRow row, Instant now, int most) {
    try {
      return Firing.decide(row.schedule(), now, most);
    } catch (InvalidRequest unreadable) {
      if (told.add(Key.of(row.schedule()))) {
        Log.STORE.warn(
            "schedule {} is left to others: {}", row.schedule().name(), unreadable.getMessage());
      }
      return Optional.empty();
    }
  }

  private static Recurrence fire(Tx tx, Recurrence schedule, Firing firing) throws SQLException {
    Recurrence after = firing.apply(schedule);
    if (firing.instants().isEmpty()) {
      return after;
    }
    JobInsert insert = new JobInsert(tx);
    for (Instant instant : firing.instants()) {
      AdmitGroup alone =
          new AdmitGroup(schedule.template().queue(), List.of(Firing.job(schedule, instant)));
      after = Firing.after(after, instant, AdmitPass.admit(tx, insert, alone));
    }
    return after;
  }
}
