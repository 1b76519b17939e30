package dev.jobmill.store.sqlite;

import dev.jobmill.job.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// A few threads with a connection each that only read. Looks never wait for the writer, and
/// callers may be on any thread, since native code would pin the carrier of a virtual one.
final class Readers implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int BUSY_MILLIS = 5_000;

  /// What is to be looked up, in one snapshot.
  interface Look<T> {
    T at(Session db, Lanes lanes) throws SQLException;
  }

  private static final class Reader {
    private final Lanes lanes = new Lanes();
    private final LookLimit limit;
    private @Nullable Session session;

    Reader(Path log) {
      this.limit = new LookLimit(log);
    }
  }

  private final Path file;
  private final ThreadLocal<Reader> reader;
  private final ExecutorService threads;

  Readers(StoreFiles files) {
    this.file = files.database();
    this.reader = ThreadLocal.withInitial(() -> new Reader(files.log()));
    ThreadFactory factory =
        Thread.ofPlatform().daemon().name("jobmill-sqlite-reader-", 0).factory();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work ->
                factory.newThread(() -> {
                  try {
                    work.run();
                  } finally {
                    drop(reader.get());
                  }
                }));
  }

  <T> T read(Look<T> look) {
    Future<T> answer;
    try {
      answer = threads.submit(() -> inSnapshot(look));
    } catch (RejectedExecutionException closed) {
      throw new StoreUnavailable("store " + file + " is closed: open it again", closed);
    }
    try {
      return answer.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable(
          "interrupted while store " + file + " was read: try again", interrupted);
    } catch (ExecutionException failed) {
      throw asUnavailable(failed.getCause());
    }
  }

  private RuntimeException asUnavailable(@Nullable Throwable cause) {
    if (cause instanceof SQLException sql) {
      return SqliteErrors.unavailable(file, sql);
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new StoreUnavailable("store " + file + " met a bug: " + cause, cause);
  }

  private <T> T inSnapshot(Look<T> look) throws SQLException {
    Reader mine = reader.get();
    try {
      Session db = mine.session;
      if (db == null) {
        db = Session.reading(file, BUSY_MILLIS);
        mine.session = db;
        db.breakOffWhen(mine.limit);
      }
      mine.limit.begin();
      db.sql("BEGIN").execute();
      try {
        mine.lanes.refresh(db);
        return look.at(db, mine.lanes);
      } finally {
        db.sql("COMMIT").execute();
      }
    } catch (SQLException failed) {
      drop(mine);
      throw failed;
    }
  }

  private static void drop(Reader reader) {
    Session open = reader.session;
    reader.session = null;
    reader.lanes.forget();
    if (open != null) {
      open.close();
    }
  }

  /// Lets looks that are under way end.
  @Override
  public void close() {
    threads.close();
  }
}
