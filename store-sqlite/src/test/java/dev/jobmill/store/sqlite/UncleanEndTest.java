package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.JobState;
import dev.jobmill.job.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose last process was killed, and whose disk may have suffered.
class UncleanEndTest {
  private static final int JOBS = 300;

  @TempDir Path folder;

  private Path file = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void makeStore() {
    file = folder.resolve("jobs.db");
    log = folder.resolve("jobs.db-wal");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      for (int i = 0; i < JOBS; i++) {
        Jobs.admit(store.admission());
      }
    }
  }

  private void useAndKill() throws Exception {
    try (OtherProcess other = OtherProcess.on(file)) {
      other.tell("admit 1");
      other.kill();
    }
  }

  private void check(long boxNanos) throws Exception {
    StoreFiles files = StoreFiles.take(file);
    try (Liveness liveness = Liveness.start(files.live())) {
      new UncleanEnd(files, liveness, boxNanos).check();
    } finally {
      files.release();
    }
  }

  @Test
  void soundFileIsUsedAfterAKill() throws Exception {
    useAndKill();
    assertThat(log).isNotEmptyFile();
    long before = Files.size(log);
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(JOBS + 1);
      assertThat(Files.size(log)).describedAs("what only the log held").isLessThan(before);
    }
  }

  @Test
  void damagedFileIsRefusedAfterAKillAndLeftAsItIs() throws Exception {
    useAndKill();
    Damage.scribbleOver(file);
    byte[] before = Files.readAllBytes(file);
    byte[] logBefore = Files.readAllBytes(log);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> SqliteJobStore.at(file))
          .satisfies(refused ->
              assertThat(refused.getMessage())
                  .contains(file.toString(), "damaged", "keep the file", "restore a backup")
                  .contains("run `jobmill doctor`")
                  .hasLineCount(1));
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(Files.readAllBytes(log)).isEqualTo(logBefore);
  }

  @Test
  void logThatNobodyHoldsIsEnoughOfASign() throws Exception {
    useAndKill();
    Damage.scribbleOver(file);
    try (var locks = Files.newDirectoryStream(folder.resolve("jobs.db.live"))) {
      for (Path lock : locks) {
        Files.delete(lock);
      }
    }
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> check(TimeUnit.MINUTES.toNanos(1)))
        .withMessageContaining("damaged");
  }

  @Test
  void startIsNotDelayedByMoreThanTheBox() throws Exception {
    try (Session session = Session.writing(file, 1_000)) {
      session.execute(
          "INSERT INTO log_line WITH RECURSIVE line(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM line"
              + " LIMIT 50000) SELECT 1, 1, n, 0, 0, 'a line of some length' FROM line");
    }
    Damage.scribbleOverEnd(file);
    useAndKill();
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> check(TimeUnit.MINUTES.toNanos(1)));
    assertThatCode(() -> check(-1)).doesNotThrowAnyException();
  }

  @Test
  void fileThatWasClosedInGoodOrderOrIsInUseIsNotChecked() throws Exception {
    Damage.scribbleOver(file);
    assertThatCode(() -> check(TimeUnit.MINUTES.toNanos(1))).doesNotThrowAnyException();
  }
}
