package dev.jobmill.store.sqlite;

import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Registries;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Which workers there are.
final class SqliteRegistries implements Registries {
  private final Writer writer;
  private final Readers readers;
  private final SqliteClaims claims;
  private final String owner;
  private final long firstLeaseMillis;

  /// @param owner the process that the workers are in
  /// @param firstLeaseMillis the lease of a worker that has not claimed yet
  SqliteRegistries(
      Writer writer, Readers readers, SqliteClaims claims, String owner, long firstLeaseMillis) {
    this.writer = writer;
    this.readers = readers;
    this.claims = claims;
    this.owner = owner;
    this.firstLeaseMillis = firstLeaseMillis;
  }

  @Override
  public void announce(WorkerInfo worker) {
    writer.write(tx -> {
      announce(tx, worker);
      return worker;
    });
  }

  /// A worker that had withdrawn begins anew; one that only speaks again keeps its lease and its
  /// place among the claims.
  private void announce(Tx tx, WorkerInfo worker) throws SQLException {
    PreparedStatement upsert =
        tx.db.sql(
            "INSERT INTO worker (name, owner, lease_until, host, pid, slots, started_at, types,"
                + " queues) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                + " last_claim = iif(gone = 2, 0, last_claim),"
                + " status = iif(gone = 2, NULL, status), lease_until = max(lease_until,"
                + " excluded.lease_until), gone = 0, gone_at = NULL, owner = excluded.owner,"
                + " host = excluded.host, pid = excluded.pid, slots = excluded.slots,"
                + " started_at = excluded.started_at, types = excluded.types,"
                + " queues = excluded.queues");
    upsert.setString(1, worker.id());
    upsert.setString(2, owner);
    upsert.setLong(3, tx.now + firstLeaseMillis);
    upsert.setString(4, worker.host());
    upsert.setLong(5, worker.pid());
    upsert.setInt(6, worker.slots());
    upsert.setLong(7, Millis.of(worker.startedAt()));
    upsert.setString(
        8,
        Lines.join(
            worker.types().stream()
                .map(type -> type.newestVersion() + " " + type.name())
                .toList()));
    upsert.setString(9, Lines.join(worker.queues()));
    upsert.executeUpdate();
  }

  @Override
  public void withdraw(String worker) {
    writer.write(tx -> {
      PreparedStatement find = tx.db.sql("SELECT id FROM worker WHERE name = ? AND gone < 2");
      find.setString(1, worker);
      try (ResultSet row = find.executeQuery()) {
        if (row.next()) {
          Deaths.withdraw(tx, row.getLong(1));
        }
      }
      claims.forget(worker);
      return worker;
    });
  }

  @Override
  public List<WorkerInfo> workers() {
    return readers.read((db, lanes) -> {
      PreparedStatement select =
          db.sql(
              "SELECT name, host, pid, slots, started_at, types, queues, status FROM worker"
                  + " WHERE gone = 0 ORDER BY started_at, id");
      List<WorkerInfo> workers = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          workers.add(
              new WorkerInfo(
                  row.getString(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getInt(4),
                  types(row.getString(6)),
                  Lines.split(row.getString(7)),
                  Instant.ofEpochMilli(row.getLong(5)),
                  StatusText.read(row.getString(8))));
        }
      }
      return workers;
    });
  }

  private static List<HandledType> types(String lines) {
    return Lines.split(lines).stream()
        .map(line -> {
          int space = line.indexOf(' ');
          return new HandledType(
              line.substring(space + 1), Integer.parseInt(line.substring(0, space)));
        })
        .toList();
  }
}
