package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.nio.file.Path;

/// Jobs in one SQLite file on a local disk: what was acknowledged survives a kill and a power cut.
/// Several processes of one host may use the same file at the same time; within one process a file
/// is opened once and the store is shared. Beside the file `jobs.db` stand `jobs.db-wal` and
/// `jobs.db-shm` (SQLite's), `jobs.db.turn` and the folder `jobs.db.live` (Jobmill's); all are for
/// their owner alone. Network file systems are not supported.
///
/// Operations may be called on any thread, virtual ones too: SQLite is touched by threads of the
/// store's own alone. A caller that is interrupted stops waiting and keeps its interrupt flag.
public final class SqliteJobStore implements JobStore {
  private final SqliteParts parts;

  private SqliteJobStore(SqliteParts parts) {
    this.parts = parts;
  }

  /// Opens a store with the standard settings, and makes it when it is not there.
  ///
  /// @throws StoreUnavailable when it cannot be used, with a message for people
  public static SqliteJobStore at(Path file) {
    return at(file, SqliteSettings.STANDARD);
  }

  /// Opens a store, and makes it when it is not there. Jobs of processes that have died are taken
  /// back before this returns.
  ///
  /// @throws StoreUnavailable when it cannot be used, with a message for people
  public static SqliteJobStore at(Path file, SqliteSettings settings) {
    return new SqliteJobStore(SqliteParts.open(file, settings));
  }

  @Override
  public Admission admission() {
    return parts.admission();
  }

  @Override
  public Claims claims() {
    return parts.claims();
  }

  @Override
  public Lookup lookup() {
    return parts.lookup();
  }

  @Override
  public Upkeep upkeep() {
    return parts.upkeep();
  }

  @Override
  public Registries registries() {
    return parts.registries();
  }

  @Override
  public Wakeups wakeups() {
    return parts.wakeups();
  }

  /// Copies the whole store to `target` while it is in use, by this process and by others. The copy
  /// is one snapshot: what was acknowledged before this call is in it. It is for its owner alone,
  /// is checked before it gets its name, and is on the disk when this returns; when this throws,
  /// nothing is left at `target`.
  ///
  /// The copy is a store: it may be opened where it is, also while the origin is in use. Runs that
  /// were under way are under way in it too and go back to their queues when their leases have run
  /// out. To restore it, end all processes that use the store, move `jobs.db`, `jobs.db-wal` and
  /// `jobs.db-shm` away together, and put the copy in the place of `jobs.db`.
  ///
  /// Blocks until it is done: on any thread, but one copy at a time. The log of changes cannot be
  /// emptied meanwhile. A caller that is interrupted stops the copy and keeps its interrupt flag.
  ///
  /// @param target a file that is not there, in a folder that is
  /// @throws InvalidRequest when `target` is there already
  /// @throws StoreUnavailable when it cannot be written or read, with a message for people
  public SqliteBackup backup(Path target) {
    return parts.backups().make(target);
  }

  @Override
  public String describe() {
    return "sqlite:" + parts.file();
  }

  /// Writes what waits, then lets go of everything. Calls that come later fail with
  /// [StoreUnavailable].
  @Override
  public void close() {
    parts.close();
  }
}
