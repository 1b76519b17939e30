package dev.jobmill.store.sqlite;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// Copies the store while it is in use: one snapshot, written anew by SQLite under another name,
/// checked, and only then given its name. One copy at a time, on a thread and a connection of its
/// own, so that neither writing nor looking waits for it.
final class Backups implements AutoCloseable {
  private static final int BUSY_MILLIS = 5_000;

  private final Path database;
  private final ExecutorService thread =
      Executors.newFixedThreadPool(
          1, Thread.ofPlatform().daemon().name("jobmill-sqlite-backup").factory());
  private volatile boolean closed;

  Backups(Path database) {
    this.database = database;
  }

  /// Makes a copy and waits for it. A caller that is interrupted makes the copy stop.
  SqliteBackup make(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    AtomicBoolean givenUp = new AtomicBoolean();
    Future<SqliteBackup> copy;
    try {
      copy = thread.submit(() -> copy(absolute, () -> closed || givenUp.get()));
    } catch (RejectedExecutionException late) {
      throw new StoreUnavailable("store " + database + " is closed: open it again", late);
    }
    try {
      while (true) {
        try {
          return copy.get();
        } catch (InterruptedException interrupted) {
          givenUp.set(true);
        }
      }
    } catch (ExecutionException failed) {
      throw asTold(absolute, failed.getCause());
    } finally {
      if (givenUp.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RuntimeException asTold(Path target, @Nullable Throwable cause) {
    String copy = "backup " + target + " of store " + database;
    return switch (cause) {
      case FileAlreadyExistsException there ->
          new InvalidRequest(copy + " is there already: name another file", there);
      case IOException io ->
          new StoreUnavailable(
              copy
                  + " cannot be written ("
                  + io.getClass().getSimpleName()
                  + ": "
                  + io.getMessage()
                  + "): name a file in a folder that you may write to",
              io);
      case SQLException sql when SqliteErrors.is(sql, SQLiteErrorCode.SQLITE_INTERRUPT) ->
          new StoreUnavailable(
              copy
                  + " was broken off, because its caller was interrupted or the store was closed:"
                  + " make it again",
              sql);
      case SQLException sql -> new StoreUnavailable(copy + " " + SqliteErrors.explain(sql), sql);
      case RuntimeException runtime -> runtime;
      case null, default -> new StoreUnavailable(copy + " met a bug: " + cause, cause);
    };
  }

  private SqliteBackup copy(Path target, BooleanSupplier stopped) throws IOException, SQLException {
    long start = SystemTime.SYSTEM.nanoTime();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      StoreFiles.createPrivately(part);
      write(part, stopped);
      try (FileChannel bytes = FileChannel.open(part, StandardOpenOption.WRITE)) {
        bytes.force(true);
      }
      long jobs = check(part, stopped);
      Files.move(part, target);
      StoreFiles.syncFolder(StoreFiles.folder(target));
      Duration took = Duration.ofNanos(SystemTime.SYSTEM.nanoTime() - start);
      return new SqliteBackup(target, Files.size(target), jobs, took);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void write(Path part, BooleanSupplier stopped) throws SQLException {
    try (Session db = Session.reading(database, BUSY_MILLIS)) {
      db.breakOffWhen(stopped);
      PreparedStatement vacuum = db.sql("VACUUM INTO ?");
      vacuum.setString(1, part.toString());
      vacuum.execute();
    }
  }

  private long check(Path part, BooleanSupplier stopped) throws SQLException {
    try (Session db = Session.readingUntouched(part)) {
      db.breakOffWhen(stopped);
      List<String> problems = Soundness.quickly(db);
      if (!problems.isEmpty()) {
        throw new StoreUnavailable(
            "a copy of store "
                + database
                + " came out damaged ("
                + problems.getFirst()
                + "): check the disk that it was written to, and run `jobmill doctor`");
      }
      return db.number("SELECT count(*) FROM job", 0);
    }
  }

  /// Stops a copy that is being made.
  @Override
  public void close() {
    closed = true;
    thread.close();
  }
}
