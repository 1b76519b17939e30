package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first connection to a file that others are busy with.
class OpeningTest {
  private static final String TABLES = "SELECT count(*) FROM sqlite_schema";

  @TempDir Path folder;

  private final StoreClock clock = new StoreClock(SystemTime.SYSTEM);
  private final ExecutorService openers = Executors.newCachedThreadPool();
  private StoreFiles files;
  private Liveness liveness;
  private Turnstile turnstile;

  @BeforeEach
  void takeFile() throws Exception {
    files = StoreFiles.take(folder.resolve("new.db"));
    liveness = Liveness.start(files.live());
    turnstile = new Turnstile(files.turn());
  }

  @AfterEach
  void release() throws Exception {
    openers.close();
    turnstile.close();
    liveness.close();
    files.release();
  }

  private long tables() throws SQLException {
    try (Session session = Session.reading(files.database(), 1_000)) {
      return session.number(TABLES, 0);
    }
  }

  @Test
  void schemaIsMadeWhenItIsThisProcessesTurn() throws Exception {
    try (OtherProcess other = OtherProcess.on(folder.resolve("jobs.db"))) {
      other.tell("hold-turn-of new.db");
      Future<Session> opening =
          openers.submit(new Opening(files, liveness, turnstile, clock)::session);
      while (turnstile.waitedNanos() == 0) {
        assertThat(opening.isDone()).isFalse();
        Thread.onSpinWait();
      }
      assertThat(tables()).isZero();
      other.kill();
      opening.get().close();
      assertThat(tables()).isPositive();
    }
  }

  @Test
  void turnThatDoesNotComeIsNotWaitedForWithoutEnd() throws Exception {
    try (OtherProcess other = OtherProcess.on(folder.resolve("jobs.db"))) {
      other.tell("hold-turn-of new.db");
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> new Opening(files, liveness, turnstile, clock, 1).session())
          .withMessageContaining("process " + other.pid())
          .withMessageContaining("continue or end");
    }
  }

  @Test
  void processThatWritesWithoutAPauseDoesNotKeepOthersFromOpening() throws Exception {
    try (OtherProcess other = OtherProcess.on(folder.resolve("jobs.db"))) {
      other.tell("saturate new.db");
      long patience = TimeUnit.SECONDS.toNanos(3);
      new Opening(files, liveness, turnstile, clock, patience).session().close();
      assertThat(tables()).isPositive();
    }
  }

  @Test
  void failedMigrationTellsWhatWentWrongFirst() throws Exception {
    try (Session session = Session.writing(files.database(), 1_000)) {
      StoreClock breaking = new StoreClock(new BreakingTime(session));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> Schema.prepare(files.database(), session, turnstile, breaking))
          .withMessage("the first")
          .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
    }
    assertThat(tables()).isZero();
    new Opening(files, liveness, turnstile, clock).session().close();
    assertThat(tables()).isPositive();
  }

  /// Fails in the middle of a migration, and takes the connection with it.
  private record BreakingTime(Session session) implements TimeSource {
    @Override
    public Instant now() {
      session.close();
      throw new IllegalStateException("the first");
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  }

  @Test
  void interruptedOpenerEndsInGoodOrderAndKeepsItsFlag() throws Exception {
    Thread.currentThread().interrupt();
    try (Session session = new Opening(files, liveness, turnstile, clock).session()) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(session.number(TABLES, 0)).isPositive();
    }
    turnstile.enter();
    turnstile.leave();
  }
}
