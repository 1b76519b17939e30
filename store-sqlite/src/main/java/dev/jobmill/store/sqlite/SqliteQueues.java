package dev.jobmill.store.sqlite;

import dev.jobmill.store.Queues;
import dev.jobmill.store.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known about queues and types, and what people decide about them.
final class SqliteQueues implements Queues {
  private final Writer writer;
  private final Readers readers;
  private final long standardLimit;

  SqliteQueues(Writer writer, Readers readers, long standardLimit) {
    this.writer = writer;
    this.readers = readers;
    this.standardLimit = standardLimit;
  }

  @Override
  public List<QueueInfo> queues() {
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT n.name, coalesce(q.paused, 0), q.own_limit, coalesce(q.waiting, 0) FROM"
                  + " (SELECT queue AS name FROM lane UNION SELECT name FROM queue) n"
                  + " LEFT JOIN queue q ON q.name = n.name ORDER BY n.name");
      List<QueueInfo> queues = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long own = row.getLong(3);
          long limit = row.wasNull() ? standardLimit : own;
          queues.add(
              new QueueInfo(row.getString(1), row.getInt(2) != 0, shown(limit), row.getLong(4)));
        }
      }
      return queues;
    });
  }

  private static @Nullable Long shown(long limit) {
    return limit == QueueRow.NO_LIMIT || limit == Long.MAX_VALUE ? null : (Long) limit;
  }

  @Override
  public List<TypeInfo> types() {
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT n.name, coalesce(t.paused, 0) FROM"
                  + " (SELECT type AS name FROM lane UNION SELECT name FROM type) n"
                  + " LEFT JOIN type t ON t.name = n.name ORDER BY n.name");
      List<TypeInfo> types = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          types.add(new TypeInfo(row.getString(1), row.getInt(2) != 0));
        }
      }
      return types;
    });
  }

  @Override
  public void pauseQueue(String queue, boolean paused) {
    decide(
        "INSERT INTO queue (name, paused) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET paused = excluded.paused",
        queue,
        paused ? 1 : 0,
        tx -> tx.changes.queued(queue));
  }

  @Override
  public void pauseType(String type, boolean paused) {
    decide(
        "INSERT INTO type (name, paused) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET paused = excluded.paused",
        type,
        paused ? 1 : 0,
        tx -> {
          for (Lane lane : tx.lanes.of(null, type, Integer.MAX_VALUE)) {
            tx.changes.queued(lane.queue());
          }
        });
  }

  @Override
  public void limitQueue(String queue, @Nullable Long limit) {
    if (limit != null && limit < 0) {
      throw new IllegalArgumentException("a limit of " + limit + ": use zero or more");
    }
    decide(
        "INSERT INTO queue (name, own_limit) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET own_limit = excluded.own_limit",
        queue,
        limit == null ? QueueRow.NO_LIMIT : limit,
        tx -> {});
  }

  private interface Telling {
    void tell(Tx tx);
  }

  private void decide(String upsert, String name, long value, Telling telling) {
    writer.write(tx -> {
      write(tx, upsert, name, value);
      tx.forgetDecisions();
      telling.tell(tx);
      return name;
    });
  }

  private static void write(Tx tx, String upsert, String name, long value) throws SQLException {
    PreparedStatement statement = tx.db.sql(upsert);
    statement.setString(1, name);
    statement.setLong(2, value);
    statement.executeUpdate();
  }
}
