package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.AdmitGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/// Looks that last, during which SQLite's log of changes only grows.
class LongReadTest {
  private static final long MIB = 1024 * 1024;

  @TempDir Path folder;

  private Path file = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void nameFiles() {
    file = folder.resolve("jobs.db");
    log = folder.resolve("jobs.db-wal");
  }

  private static void admitMib(SqliteJobStore store, int mib) {
    String payload = "\"" + "x".repeat(200 * 1024) + "\"";
    for (int i = 0; i < mib; i++) {
      List<JobSpec> jobs = new ArrayList<>();
      for (int j = 0; j < 5; j++) {
        jobs.add(
            JobSpec.builder(Jobs.spec().id(), "t", Content.json(payload))
                .queue(Jobs.QUEUE)
                .build());
      }
      store.admission().admit(List.of(new AdmitGroup(Jobs.QUEUE, jobs)));
    }
  }

  @Test
  @Timeout(30)
  void logShrinksAgainWhenAForeignReaderEndsThoughNobodyWrites() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      try (Session reader = Session.reading(file, 1_000)) {
        reader.execute("BEGIN");
        assertThat(reader.number("SELECT count(*) FROM job", 0)).isZero();
        admitMib(store, 70);
        assertThat(Files.size(log)).isGreaterThan(64 * MIB);
        assertThat(reader.number("SELECT count(*) FROM job", 0)).isZero();
        reader.execute("COMMIT");
      }
      while (Files.size(log) > 16 * MIB) {
        assertThat(Thread.interrupted()).describedAs("waited for too long").isFalse();
        Thread.onSpinWait();
      }
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(350);
      Jobs.admit(store.admission());
    }
  }

  @Test
  void lookThatLastsIsBrokenOffOnlyWhileTheLogIsLong() throws Exception {
    SqliteJobStore.at(file).close();
    try (Session session = Session.writing(file, 1_000)) {
      session.execute("CREATE TABLE more (n INTEGER)");
      String slow =
          "SELECT count(*) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c"
              + " LIMIT 100000) SELECT n FROM c)";
      assertThat(Files.size(log)).isPositive();
      LookLimit shortLog = new LookLimit(log, MIB, -1);
      shortLog.begin();
      session.breakOffWhen(shortLog);
      assertThat(session.number(slow, 0)).isEqualTo(100_000);
      LookLimit longLog = new LookLimit(log, 0, -1);
      longLog.begin();
      session.breakOffWhen(longLog);
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> session.number(slow, 0))
          .satisfies(broken -> {
            assertThat(broken.getErrorCode()).isEqualTo(SQLiteErrorCode.SQLITE_INTERRUPT.code);
            assertThat(SqliteErrors.explain(broken)).contains("for too long", "ask for less");
          });
      session.breakOffNoMore();
      assertThat(session.number(slow + " AS again", 0)).isEqualTo(100_000);
    }
  }
}
