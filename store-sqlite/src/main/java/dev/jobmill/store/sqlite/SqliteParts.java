package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Everything that an open store consists of, opened in the one order that is safe and closed in
/// the opposite one.
final class SqliteParts implements AutoCloseable {
  private final Path file;
  private final Deque<AutoCloseable> closing;
  private final SqliteWakeups wakeups;
  private final SqliteAdmission admission;
  private final SqliteClaims claims;
  private final SqliteLookup lookup;
  private final SqliteUpkeep upkeep;
  private final SqliteRegistries registries;
  private final SqliteQueues queues;
  private final SqliteSchedules schedules;
  private final JoinedTransaction joined;
  private final Watch watch;
  private final SqliteAttachments attachments;
  private final SqliteStacks stacks;
  private final SqliteSteps steps;
  private final Backups backups;

  private SqliteParts(StoreFiles files, SqliteSettings settings, Deque<AutoCloseable> closing)
      throws IOException, SQLException {
    this.file = files.database();
    this.closing = closing;
    StoreClock clock = new StoreClock(settings.time());
    Liveness liveness = Liveness.start(files.live());
    closing.push(liveness);
    Turnstile turnstile = new Turnstile(files.turn());
    closing.push(turnstile);
    this.wakeups = new SqliteWakeups(liveness);
    Session session = new Opening(files, liveness, turnstile, clock).session();
    Policy policy = settings.policy();
    Commits commits = new Commits(files, session, turnstile, clock, policy, wakeups);
    Writer writer = new Writer(file.toString(), commits);
    closing.push(writer);
    writer.start();
    Readers readers = new Readers(files);
    closing.push(readers);
    this.backups = new Backups(file);
    closing.push(backups);
    Watch watch = new Watch(files, liveness, wakeups, turnstile, writer);
    closing.push(watch);
    watch.start();
    this.admission = new SqliteAdmission(writer);
    this.claims = new SqliteClaims(writer);
    this.lookup = new SqliteLookup(readers, clock, policy.ranking());
    this.upkeep = new SqliteUpkeep(writer, readers, liveness, clock, claims, settings);
    this.queues = new SqliteQueues(writer, readers, policy.queueLimit());
    this.attachments = new SqliteAttachments(writer, readers);
    this.schedules = new SqliteSchedules(writer, readers, clock);
    this.stacks = new SqliteStacks(writer, readers);
    this.steps = new SqliteSteps(writer, readers);
    this.registries =
        new SqliteRegistries(writer, readers, claims, liveness.id(), settings.lease().toMillis());
    this.joined = new JoinedTransaction(file, clock, policy);
    this.watch = watch;
    upkeep.reapDead();
  }

  static SqliteParts open(Path path, SqliteSettings settings) {
    StoreFiles files = StoreFiles.take(path);
    Deque<AutoCloseable> closing = new ArrayDeque<>();
    closing.push(files::release);
    boolean open = false;
    try {
      SqliteParts parts = new SqliteParts(files, settings, closing);
      open = true;
      return parts;
    } catch (SQLException failed) {
      throw SqliteErrors.unavailable(files.database(), failed);
    } catch (IOException failed) {
      StoreUnavailable denied = FileRights.denied(files.database(), failed);
      throw denied != null
          ? denied
          : new StoreUnavailable(
              "store "
                  + files.database()
                  + " cannot be locked ("
                  + failed.getMessage()
                  + "): use a file on a local disk",
              failed);
    } finally {
      if (!open) {
        closeAll(closing);
      }
    }
  }

  Path file() {
    return file;
  }

  SqliteWakeups wakeups() {
    return wakeups;
  }

  SqliteAdmission admission() {
    return admission;
  }

  SqliteClaims claims() {
    return claims;
  }

  SqliteLookup lookup() {
    return lookup;
  }

  SqliteUpkeep upkeep() {
    return upkeep;
  }

  /// In a transaction of the caller's, whose commit is watched for.
  List<Admittance> admit(Connection connection, List<AdmitGroup> groups) {
    List<Admittance> answers = joined.admit(connection, groups);
    watch.expectChange();
    return answers;
  }

  SqliteQueues queues() {
    return queues;
  }

  SqliteSchedules schedules() {
    return schedules;
  }

  SqliteAttachments attachments() {
    return attachments;
  }

  SqliteStacks stacks() {
    return stacks;
  }

  SqliteSteps steps() {
    return steps;
  }

  SqliteRegistries registries() {
    return registries;
  }

  Backups backups() {
    return backups;
  }

  @Override
  public void close() {
    closeAll(closing);
  }

  private static void closeAll(Deque<AutoCloseable> closing) {
    synchronized (closing) {
      while (!closing.isEmpty()) {
        try {
          closing.pop().close();
        } catch (Exception failed) {
          Log.STORE.warn("closing a part of the store failed", failed);
        }
      }
    }
  }
}
