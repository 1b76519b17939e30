package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.sqlite.Finding.Level;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store of the first version goes on with the jobs that it has.
class OldStoreTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeStoreOfTheFirstVersion() throws Exception {
    file = Files.createFile(folder.resolve("jobs.db"), StoreFilesTest.OWN_RIGHTS);
    String script;
    try (InputStream text = Schema.class.getResourceAsStream("001-jobs.sql")) {
      script = new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA application_id = " + 0x4a6d696c);
      for (String part : script.split(";\\R", -1)) {
        if (!part.isBlank()) {
          statement.executeUpdate(part);
        }
      }
      statement.executeUpdate(
          "CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
              + " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
      statement.executeUpdate(
          "INSERT INTO migration VALUES (1, '001-jobs.sql', '"
              + HexFormat.of().formatHex(digest)
              + "', 0)");
      statement.executeUpdate(
          "INSERT INTO lane (id, queue, type, version, queued, completed) VALUES"
              + " (3, 'q', 't', 1, 1, 0), (7, 'q', 't', 2, 0, 1)");
      statement.executeUpdate("INSERT INTO queue (name, waiting) VALUES ('q', 1)");
      statement.executeUpdate(
          "INSERT INTO job (seq, id, lane, state, rank, submitted_at, run, attempt, crashes,"
              + " ended_at, keep_until) VALUES"
              + " (1, x'019b7ca98c8875d8bfc9945a02770b39', 3, 1, 5, 5, 1, 0, 1, NULL, NULL),"
              + " (2, x'019b7ca98c8875d8bfc9945a02770b40', 7, 5, 6, 6, 0, 0, NULL, 7,"
              + " 9999999999999)");
      statement.executeUpdate("INSERT INTO spec (job, payload) VALUES (1, x'31'), (2, x'32')");
    }
  }

  @Test
  void examinationOfAnOldStoreFindsNothingWrong() throws Exception {
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
  }

  @Test
  void jobsOfAnOldStoreAreThereAndAreNoSuspects() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(store.lookup().list(JobFilter.ALL, null, 10))
          .extracting(Job::state)
          .containsExactly(JobState.COMPLETED, JobState.QUEUED);
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 9))
          .singleElement()
          .matches(job -> !job.isSuspect(), "no suspect");
      store.registries().withdraw("w");
      assertThat(store.lookup().list(JobFilter.ALL, null, 10))
          .extracting(Job::isSuspect)
          .containsExactly(false, true);
    }
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
  }

  @Test
  void whatCameLaterIsThereInAnOldStore() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Job waiting = store.lookup().list(JobFilter.ALL, null, 10).getLast();
      assertThat(store.schedules().list(null, 9)).isEmpty();
      assertThat(store.schedules().fire(9).done()).isZero();
      assertThat(store.steps().of(waiting.id())).isEmpty();
      assertThat(store.stacks().read(waiting.id())).isEmpty();
    }
  }
}
