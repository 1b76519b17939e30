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

/// Brings the file to the schema that this version knows, step by step, each step once. Steps are
/// only ever added; one that has been run anywhere is never edited.
final class Schema {
  /// The steps in order: the first is number 1.
  private static final List<String> STEPS = List.of("001-jobs.sql");

  /// "Jmil": tells Jobmill's files from those of others.
  private static final int APPLICATION_ID = 0x4a6d696c;

  private static final int[] OLDEST_SQLITE = {3, 51, 3};

  private final Path file;
  private final Session db;

  private Schema(Path file, Session db) {
    this.file = file;
    this.db = db;
  }

  /// @throws StoreUnavailable when the file is not a store of this or an older version
  static void prepare(Path file, Session db, long now) throws SQLException {
    Schema schema = new Schema(file, db);
    schema.checkLibrary();
    db.execute("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      schema.checkOwner();
      schema.migrate(now);
      db.execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        db.execute("ROLLBACK");
      }
    }
  }

  private void checkLibrary() throws SQLException {
    String version;
    try (ResultSet row = db.sql("SELECT sqlite_version()").executeQuery()) {
      row.next();
      version = row.getString(1);
    }
    String[] parts = version.split("\\.", -1);
    for (int i = 0; i < OLDEST_SQLITE.length; i++) {
      int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
      if (part > OLDEST_SQLITE[i]) {
        return;
      }
      if (part < OLDEST_SQLITE[i]) {
        throw new StoreUnavailable(
            "SQLite "
                + version
                + " can damage a file that is written by several connections: use sqlite-jdbc"
                + " 3.51.3.0 or newer");
      }
    }
  }

  private void checkOwner() throws SQLException {
    long owner = db.number("PRAGMA application_id", 0);
    if (owner == APPLICATION_ID) {
      return;
    }
    if (owner != 0 || db.number("SELECT count(*) FROM sqlite_schema", 0) > 0) {
      throw new StoreUnavailable(
          "store "
              + file
              + " is not a Jobmill store (a database of something else): name another"
              + " file");
    }
    db.execute("PRAGMA application_id = " + APPLICATION_ID);
    db.execute(
        "CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
            + " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
  }

  private void migrate(long now) throws SQLException {
    int newest = (int) db.number("SELECT max(version) FROM migration", 0);
    if (newest > STEPS.size()) {
      throw new StoreUnavailable(
          "store "
              + file
              + " was written by a newer Jobmill (schema "
              + newest
              + ", this one knows "
              + STEPS.size()
              + "): use that version or a newer one");
    }
    for (int version = 1; version <= STEPS.size(); version++) {
      String name = STEPS.get(version - 1);
      String script = read(name);
      if (version <= newest) {
        checkApplied(version, name, checksum(script));
      } else {
        apply(version, name, script, now);
      }
    }
  }

  private void checkApplied(int version, String name, String checksum) throws SQLException {
    PreparedStatement find = db.sql("SELECT checksum FROM migration WHERE version = ?");
    find.setInt(1, version);
    try (ResultSet row = find.executeQuery()) {
      if (!row.next() || !checksum.equals(row.getString(1))) {
        throw new StoreUnavailable(
            "store "
                + file
                + " was made with another "
                + name
                + " than this version has: use the"
                + " version that made it");
      }
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
