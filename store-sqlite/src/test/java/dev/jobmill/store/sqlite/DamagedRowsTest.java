package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that cannot be read must not keep others from running.
class DamagedRowsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE spec SET backoff = 'soon' WHERE job = 1",
        "UPDATE spec SET metadata = 'a key alone' || char(10) WHERE job = 1",
        "UPDATE job SET priority = 1000 WHERE seq = 1",
        "UPDATE job SET reason = 99 WHERE seq = 1",
        "DELETE FROM spec WHERE job = 1"
      })
  void jobAtTheHeadOfItsQueueThatCannotBeReadEndsAlone(String damage) throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      JobId first = Jobs.admit(store.admission());
      JobId second = Jobs.admit(store.admission());
      JobId third = Jobs.admit(store.admission());
      try (Session session = Session.writing(file, 1_000)) {
        session.execute(damage);
      }
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 2)).extracting(Job::id).containsExactly(second, third);
      assertThat(store.lookup().find(List.of(first)).get(first))
          .satisfies(job -> {
            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.error()).isPresent();
          });
      assertThat(store.lookup().list(JobFilter.ALL, null, 10))
          .extracting(Job::id)
          .containsExactly(third, second, first);
      assertThat(store.lookup().count().of(JobState.FAILED)).isEqualTo(1);
      assertThat(store.lookup().count().of(JobState.QUEUED)).isZero();
    }
  }

  @Test
  void reasonOfSuchAJobIsThatItsPayloadWasRejected() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      JobId job = Jobs.admit(store.admission());
      try (Session session = Session.writing(file, 1_000)) {
        session.execute("DELETE FROM spec");
      }
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 10)).isEmpty();
      assertThat(store.lookup().find(List.of(job)).get(job).reason())
          .contains(Reason.REJECTED_PAYLOAD);
      assertThat(store.lookup().attempts(job)).isEmpty();
    }
  }

  @Test
  void runOfARowThatIsNoJobAnyMoreEndsWithItsWorkerAndHidesNoOthers() throws Exception {
    Path file = folder.resolve("jobs.db");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
      JobId second = Jobs.admit(store.admission());
      Jobs.announce(store, "w");
      List<Job> running = Jobs.claim(store, "w", 1, 2);
      assertThat(running).hasSize(2);
      try (Session session = Session.writing(file, 1_000)) {
        session.execute("PRAGMA ignore_check_constraints = ON");
        session.execute("UPDATE job SET id = x'00' WHERE seq = 1");
      }
      assertThat(store.lookup().list(JobFilter.ALL, null, 10))
          .extracting(Job::id)
          .containsExactly(second);
      store.registries().withdraw("w");
      assertThat(store.lookup().count().of(JobState.PROCESSING)).isZero();
      assertThat(store.lookup().count().of(JobState.FAILED)).isEqualTo(1);
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
    }
  }
}
