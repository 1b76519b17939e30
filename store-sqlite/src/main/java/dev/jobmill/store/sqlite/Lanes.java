package dev.jobmill.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The interned (queue, type, version, suspect) of one connection. Lanes are only ever added, so
/// that what is known stays true whatever other processes do; only a transaction that was undone
/// makes it wrong. Belongs to one thread.
final class Lanes {
  /// One of them.
  ///
  /// @param suspect whether its jobs are suspects
  record Lane(int id, String queue, String type, int version, boolean suspect) {}

  private record Kind(String queue, String type) {}

  private record Name(String queue, String type, int version, boolean suspect) {}

  private final Map<Integer, Lane> byId = new HashMap<>();
  private final Map<Name, Lane> byName = new HashMap<>();
  private final Map<Kind, List<Lane>> byKind = new HashMap<>();
  private boolean suspects;
  private int newest;
  private @Nullable Lane latest;

  void forget() {
    byId.clear();
    byName.clear();
    byKind.clear();
    suspects = false;
    newest = 0;
    latest = null;
  }

  /// Learns what was added since.
  void refresh(Session db) throws SQLException {
    if (db.number("SELECT max(id) FROM lane", 0) == newest) {
      return;
    }
    PreparedStatement added =
        db.sql("SELECT id, queue, type, version, suspect FROM lane WHERE id > ?");
    added.setInt(1, newest);
    try (ResultSet rows = added.executeQuery()) {
      while (rows.next()) {
        know(
            new Lane(
                rows.getInt(1),
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getInt(5) != 0));
      }
    }
  }

  private void know(Lane lane) {
    byId.put(lane.id(), lane);
    byName.put(new Name(lane.queue(), lane.type(), lane.version(), lane.suspect()), lane);
    suspects |= lane.suspect();
    byKind
        .computeIfAbsent(new Kind(lane.queue(), lane.type()), kind -> new ArrayList<>())
        .add(lane);
    newest = Math.max(newest, lane.id());
  }

  @Nullable Lane find(int id) {
    return byId.get(id);
  }

  /// The lane of a stored job.
  Lane get(int id) {
    Lane lane = byId.get(id);
    if (lane == null) {
      throw new IllegalArgumentException("lane " + id + " is not known");
    }
    return lane;
  }

  /// The lane of a job that comes in; inside a transaction that writes.
  Lane intern(Session db, String queue, String type, int version) throws SQLException {
    Lane same = latest;
    if (same != null
        && same.version() == version
        && same.type().equals(type)
        && same.queue().equals(queue)) {
      return same;
    }
    Lane lane = intern(db, new Name(queue, type, version, false));
    latest = lane;
    return lane;
  }

  /// The lane of the same kind of jobs that are, or are not, suspects; inside a transaction that
  /// writes.
  Lane beside(Session db, Lane lane, boolean suspect) throws SQLException {
    return lane.suspect() == suspect
        ? lane
        : intern(db, new Name(lane.queue(), lane.type(), lane.version(), suspect));
  }

  private Lane intern(Session db, Name name) throws SQLException {
    Lane known = byName.get(name);
    if (known != null) {
      return known;
    }
    PreparedStatement insert =
        db.sql("INSERT INTO lane (id, queue, type, version, suspect) VALUES (?, ?, ?, ?, ?)");
    Lane lane = new Lane(newest + 1, name.queue(), name.type(), name.version(), name.suspect());
    insert.setInt(1, lane.id());
    insert.setString(2, name.queue());
    insert.setString(3, name.type());
    insert.setInt(4, name.version());
    insert.setInt(5, name.suspect() ? 1 : 0);
    insert.executeUpdate();
    know(lane);
    return lane;
  }

  /// Whether there ever was a suspect.
  boolean haveSuspects() {
    return suspects;
  }

  /// The mark after which lanes are to be dropped when what they were added for is undone.
  int mark() {
    return newest;
  }

  /// What was added after the mark has been undone.
  void forgetAfter(Session db, int mark) throws SQLException {
    if (newest > mark) {
      forget();
      refresh(db);
    }
  }

  void dropAfter(Session db, int mark) throws SQLException {
    if (newest > mark) {
      PreparedStatement delete = db.sql("DELETE FROM lane WHERE id > ?");
      delete.setInt(1, mark);
      delete.executeUpdate();
      forget();
      refresh(db);
    }
  }

  /// Those of a queue (null for all) and a type (null for all) up to a version, those of suspects
  /// included.
  List<Lane> of(@Nullable String queue, @Nullable String type, int newestVersion) {
    Collection<Lane> candidates =
        queue != null && type != null
            ? byKind.getOrDefault(new Kind(queue, type), List.of())
            : byId.values();
    List<Lane> found = new ArrayList<>();
    for (Lane lane : candidates) {
      if ((queue == null || lane.queue().equals(queue))
          && (type == null || lane.type().equals(type))
          && lane.version() <= newestVersion) {
        found.add(lane);
      }
    }
    return found;
  }
}
