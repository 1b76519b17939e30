package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the file to the schema that this version knows, step by step, each step once. Steps are
/// only ever added; one that has been run anywhere is never edited.
final class Schema {
  /// The steps in order: the first is number 1.
  private static final List<String> STEPS =
      List.of(
          "001-jobs.sql",
          "002-schedules.sql",
          "003-suspects.sql",
          "004-stacks.sql",
          "005-steps.sql");

  /// "Jmil": tells Jobmill's files from those of others.
  private static final int APPLICATION_ID = 0x4a6d696c;

  private final Path file;
  private final Session db;

  private Schema(Path file, Session db) {
    this.file = file;
    this.db = db;
  }

  /// What a database is, as far as its schema goes.
  sealed interface Found {}

  /// Nothing has ever been written to it.
  record Empty() implements Found {}

  /// It belongs to another program.
  record Foreign() implements Found {}

  /// A store of Jobmill.
  ///
  /// @param newest the last step that was run
  /// @param other the first step that was run with another text than this version has, or null
  record Store(int newest, @Nullable String other) implements Found {
    boolean isCurrent() {
      return newest == STEPS.size() && other == null;
    }
  }

  /// Makes the schema, or brings it up to date, when it is the turn of this process to write; a
  /// file that is up to date is only read.
  ///
  /// @throws StoreUnavailable when the file is not a store of this or an older version
  static void prepare(Path file, Session db, Turnstile turnstile, StoreClock clock)
      throws SQLException, IOException {
    Schema schema = new Schema(file, db);
    schema.checkLibrary();
    db.execute("BEGIN");
    boolean current = schema.inTransaction(() -> look(db) instanceof Store it && it.isCurrent());
    if (current) {
      return;
    }
    turnstile.enter();
    try {
      db.execute("BEGIN IMMEDIATE");
      schema.inTransaction(() -> {
        schema.migrate(clock.now());
        return true;
      });
    } finally {
      turnstile.leave();
    }
  }

  private interface Body {
    boolean run() throws SQLException;
  }

  private boolean inTransaction(Body body) throws SQLException {
    try {
      boolean answer = body.run();
      db.execute("COMMIT");
      return answer;
    } catch (SQLException | RuntimeException | Error failed) {
      try {
        db.execute("ROLLBACK");
      } catch (SQLException second) {
        // SQLite has undone the transaction by itself; what went wrong first is what counts.
        failed.addSuppressed(second);
      }
      throw failed;
    }
  }

  private void checkLibrary() throws SQLException {
    String version = db.text("SELECT sqlite_version()");
    if (!LibraryVersion.isSound(version)) {
      throw new StoreUnavailable("store " + file + " " + LibraryVersion.complaint(version));
    }
  }

  /// Reads what the database is, within the transaction that is open.
  static Found look(Session db) throws SQLException {
    long owner = db.number("PRAGMA application_id", 0);
    if (owner != APPLICATION_ID) {
      boolean empty = owner == 0 && db.number("SELECT count(*) FROM sqlite_schema", 0) == 0;
      return empty ? new Empty() : new Foreign();
    }
    int newest = (int) db.number("SELECT max(version) FROM migration", 0);
    for (int version = 1; version <= Math.min(newest, STEPS.size()); version++) {
      String name = STEPS.get(version - 1);
      PreparedStatement find = db.sql("SELECT checksum FROM migration WHERE version = ?");
      find.setInt(1, version);
      try (ResultSet row = find.executeQuery()) {
        if (!row.next() || !checksum(read(name)).equals(row.getString(1))) {
          return new Store(newest, name);
        }
      }
    }
    return new Store(newest, null);
  }

  /// Why a database cannot be used as it is, and the mend; null when it can.
  static @Nullable String complaint(Found found) {
    return switch (found) {
      case Empty() -> null;
      case Foreign() -> "is not a Jobmill store (a database of something else): name another file";
      case Store store when store.newest() > STEPS.size() ->
          "was written by a newer Jobmill (schema "
              + store.newest()
              + ", this one knows "
              + STEPS.size()
              + "): use that version or a newer one";
      case Store store when store.other() != null ->
          "was made with another "
              + store.other()
              + " than this version has: use the version that made it";
      case Store _ -> null;
    };
  }

  private void migrate(long now) throws SQLException {
    Found found = look(db);
    String complaint = complaint(found);
    if (complaint != null) {
      throw new StoreUnavailable("store " + file + " " + complaint);
    }
    if (found instanceof Empty) {
      db.execute("PRAGMA application_id = " + APPLICATION_ID);
      db.execute(
          "CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
              + " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
    }
    int newest = found instanceof Store store ? store.newest() : 0;
    for (int version = newest + 1; version <= STEPS.size(); version++) {
      String name = STEPS.get(version - 1);
      apply(version, name, read(name), now);
    }
  }

  private void apply(int version, String name, String script, long now) throws SQLException {
    for (String statement : script.split(";\\R", -1)) {
      if (!statement.isBlank()) {
        db.execute(statement);
      }
    }
    PreparedStatement insert =
        db.sql("INSERT INTO migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)");
    insert.setInt(1, version);
    insert.setString(2, name);
    insert.setString(3, checksum(script));
    insert.setLong(4, now);
    insert.executeUpdate();
  }

  private static String read(String name) {
    try (InputStream script = Schema.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException("bug: " + name + " is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new StoreUnavailable("the schema " + name + " cannot be read: reinstall", unreadable);
    }
  }

  private static String checksum(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
