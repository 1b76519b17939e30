package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Submission.Refusal;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Registries;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Stacks;
import dev.jobmill.store.Steps;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import dev.jobmill.wire.JsonCodec;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

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
  private final JobIds ids = new JobIds(SystemTime.SYSTEM, Chance.system());
  private final PayloadCodec codec = new JsonCodec();

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
  public Queues queues() {
    return parts.queues();
  }

  @Override
  public Attachments attachments() {
    return parts.attachments();
  }

  @Override
  public Schedules schedules() {
    return parts.schedules();
  }

  @Override
  public Steps steps() {
    return parts.steps();
  }

  @Override
  public Registries registries() {
    return parts.registries();
  }

  @Override
  public Stacks stacks() {
    return parts.stacks();
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

  /// Submits a job in a transaction of the caller's own, so that it is there if and only if that
  /// transaction is committed, with everything else that it wrote. Workers are woken after the
  /// commit. The transaction is never committed or rolled back here, and a refused or failed
  /// submission leaves it as it was. While it is open nobody else can write to the file, so keep it
  /// short.
  ///
  /// @param connection an SQLite connection to this store's file with `autoCommit` off, used by
  ///   this thread; begin its transaction `IMMEDIATE` if it reads before it writes
  /// @return the job's id: the new one, or that of the job that is there already
  /// @throws dev.jobmill.job.InvalidRequest when the connection is another one, or the request can
  ///   never be taken
  /// @throws dev.jobmill.job.JobRejected when the job is refused as things stand
  /// @throws StoreUnavailable when SQLite fails
  public <P, R> JobId submit(Connection connection, JobRequest<P, R> request) {
    JobSpec spec = request.toSpec(ids.next(), codec);
    AdmitGroup group = new AdmitGroup(spec.queue(), List.of(spec));
    return switch (parts.admit(connection, List.of(group)).getFirst()) {
      case Admittance.Admitted(List<Admittance.Entry> entries) -> entries.getFirst().id();
      case Admittance.Refused(int index, Refusal why, String message) ->
          throw JobRejected.of(why, message);
    };
  }

  /// Takes in groups of jobs in a transaction of the caller's own, as [#submit(Connection,
  /// JobRequest)] does with one job.
  ///
  /// @return one answer per group, in order
  public List<Admittance> admit(Connection connection, List<AdmitGroup> groups) {
    return parts.admit(connection, groups);
  }

  /// Writes what waits, then lets go of everything. Calls that come later fail with
  /// [StoreUnavailable].
  @Override
  public void close() {
    parts.close();
  }
}
