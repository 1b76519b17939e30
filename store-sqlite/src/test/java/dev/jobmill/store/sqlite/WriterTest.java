package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/// What callers learn when their operations share a transaction, and when it fails.
class WriterTest {
  @TempDir Path folder;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private Writer writer;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    StoreFiles files = StoreFiles.take(folder.resolve("jobs.db"));
    file = files.database();
    closing.addFirst(files::release);
    Liveness liveness = Liveness.start(files.live());
    closing.addFirst(liveness);
    Turnstile turnstile = new Turnstile(files.turn());
    closing.addFirst(turnstile);
    StoreClock clock = new StoreClock(SystemTime.SYSTEM);
    Session session = Session.writing(file, 1_000);
    Schema.prepare(file, session, turnstile, clock);
    SqliteWakeups wakeups = new SqliteWakeups(liveness);
    writer =
        new Writer(
            "test",
            new Commits(
                files, session, turnstile, clock, SqliteSettings.STANDARD.policy(), wakeups));
    closing.addFirst(writer);
    writer.start();
  }

  @AfterEach
  void close() throws Exception {
    callers.close();
    for (AutoCloseable part : closing) {
      part.close();
    }
  }

  private static Operation.Body<String> note(String text) {
    return tx -> {
      tx.db.execute("INSERT INTO migration VALUES (1000 + (" + text + "), 'n', 'c', 0)");
      return text;
    };
  }

  private List<Long> notes() {
    return writer.write(tx -> {
      List<Long> notes = new ArrayList<>();
      try (var rows =
          tx.db
              .sql("SELECT version - 1000 FROM migration WHERE version > 1000 ORDER BY 1")
              .executeQuery()) {
        while (rows.next()) {
          notes.add(rows.getLong(1));
        }
      }
      return notes;
    });
  }

  /// Keeps the writer busy until the latch is counted down, so that what is written meanwhile meets
  /// in one transaction.
  private CountDownLatch occupyWriter() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    callers.submit(() ->
        writer.write(tx -> {
          begun.countDown();
          try {
            release.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException("bug: the writer was interrupted", interrupted);
          }
          return "held";
        }));
    begun.await();
    return release;
  }

  /// Starts a caller and waits until its operation stands in the queue, that is: until it waits.
  private <T> Future<T> call(Callable<T> call) throws InterruptedException {
    AtomicReference<Thread> caller = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    Future<T> answer =
        callers.submit(() -> {
          caller.set(Thread.currentThread());
          started.countDown();
          return call.call();
        });
    started.await();
    while (caller.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return answer;
  }

  private static Throwable failure(Future<?> answer) {
    try {
      return new AssertionError("answered " + answer.get());
    } catch (ExecutionException failed) {
      return failed.getCause();
    } catch (InterruptedException interrupted) {
      return interrupted;
    }
  }

  @Test
  void operationThatFailsInTheMiddleIsUndoneAlone() throws Exception {
    CountDownLatch release = occupyWriter();
    Future<String> before = call(() -> writer.write(note("10")));
    Future<String> bug =
        call(() ->
            writer.write(tx -> {
              note("11").run(tx);
              throw new IllegalStateException("oops");
            }));
    Future<String> constraint =
        call(() ->
            writer.write(tx -> {
              note("12").run(tx);
              return note("12").run(tx);
            }));
    Future<String> refused =
        call(() ->
            writer.write(tx -> {
              throw new InvalidRequest("no");
            }));
    Future<String> after = call(() -> writer.write(note("13")));
    release.countDown();
    assertThat(before.get()).isEqualTo("10");
    assertThat(after.get()).isEqualTo("13");
    assertThat(failure(bug)).isInstanceOf(StoreUnavailable.class).hasMessageContaining("oops");
    assertThat(failure(constraint)).isInstanceOf(StoreUnavailable.class);
    assertThat(failure(refused)).isInstanceOf(InvalidRequest.class);
    assertThat(notes()).containsExactly(10L, 13L);
  }

  @Test
  void interruptedCallerWhoseOperationHasNotBegunChangesNothing() throws Exception {
    CountDownLatch release = occupyWriter();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(() -> {
          try {
            writer.write(note("20"));
          } catch (StoreUnavailable stopped) {
            thrown.set(stopped);
          }
          if (!Thread.currentThread().isInterrupted()) {
            thrown.set(new AssertionError("the interrupt flag was lost"));
          }
        });
    caller.start();
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join();
    assertThat(thrown.get())
        .isInstanceOf(StoreUnavailable.class)
        .isNotInstanceOf(OutcomeUnknown.class);
    release.countDown();
    assertThat(notes()).isEmpty();
  }

  @Test
  void fullDiskFailsWhatCameThenAndNothingElse() throws Exception {
    writer.write(tx -> {
      tx.db.execute("CREATE TABLE filler (bytes BLOB)");
      return "made";
    });
    // The writer's connection may not let the file grow any more, which is what a full disk is.
    writer.write(tx -> {
      long pages = tx.db.number("PRAGMA page_count", 0);
      return tx.db.number("PRAGMA max_page_count = " + (pages + 2), 0);
    });
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() ->
            writer.write(tx -> {
              tx.db.sql("INSERT INTO filler VALUES (zeroblob(100000))").execute();
              return "full";
            }))
        .withMessageContaining("disk is full")
        .isNotInstanceOf(OutcomeUnknown.class);
    writer.write(note("30"));
    writer.write(tx -> tx.db.number("PRAGMA max_page_count = 1000000", 0));
    writer.write(tx -> {
      tx.db.sql("INSERT INTO filler VALUES (zeroblob(100000))").execute();
      return "room again";
    });
    assertThat(notes()).containsExactly(30L);
  }

  @Test
  void foreignWriterThatTakesNoTurnsIsWaitedFor() throws Exception {
    try (Session foreign = Session.writing(file, 1_000)) {
      foreign.execute("BEGIN IMMEDIATE");
      Future<String> waits = call(() -> writer.write(note("40")));
      assertThat(waits.isDone()).isFalse();
      foreign.execute("COMMIT");
      assertThat(waits.get()).isEqualTo("40");
    }
  }

  @Test
  void foreignWriterThatDoesNotEndIsNotWaitedForWithoutEnd() throws Exception {
    try (Session foreign = Session.writing(file, 1_000)) {
      foreign.execute("BEGIN IMMEDIATE");
      Future<String> one = call(() -> writer.write(note("41")));
      Future<String> two = call(() -> writer.write(note("42")));
      for (Future<String> answer : List.of(one, two)) {
        assertThat(failure(answer))
            .isInstanceOf(StoreUnavailable.class)
            .isNotInstanceOf(OutcomeUnknown.class)
            .hasMessageContaining("held by another process");
      }
      foreign.execute("COMMIT");
      assertThat(writer.write(note("43"))).isEqualTo("43");
    }
    assertThat(notes()).containsExactly(43L);
  }

  @Test
  void refusalAfterAWriteIsUndone() throws Exception {
    CountDownLatch release = occupyWriter();
    Future<String> before = call(() -> writer.write(note("60")));
    Future<String> refused =
        call(() ->
            writer.write(tx -> {
              note("61").run(tx);
              throw new InvalidRequest("no");
            }));
    release.countDown();
    assertThat(before.get()).isEqualTo("60");
    assertThat(failure(refused)).isInstanceOf(InvalidRequest.class);
    assertThat(notes()).containsExactly(60L);
  }

  @Test
  void callersOfOneTransactionAreGivenFailuresOfTheirOwn() throws Exception {
    CountDownLatch release = occupyWriter();
    Future<String> one = call(() -> writer.write(note("70")));
    Future<String> two =
        call(() ->
            writer.write(tx -> {
              throw new SQLException("disk is full", "", SQLiteErrorCode.SQLITE_FULL.code);
            }));
    release.countDown();
    assertThat(failure(one)).isInstanceOf(StoreUnavailable.class).isNotSameAs(failure(two));
    assertThat(notes()).isEmpty();
  }

  @Test
  void listenerThatCallsTheStoreIsToldOfItsMistake() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    writer.write(tx -> {
      try {
        writer.write(note("50"));
      } catch (IllegalStateException bug) {
        thrown.set(bug);
      }
      return "tried";
    });
    assertThat(thrown.get()).hasMessageContaining("must not call the store");
  }
}
