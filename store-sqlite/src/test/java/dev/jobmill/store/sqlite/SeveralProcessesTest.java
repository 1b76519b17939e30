package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Wakeups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that share one file.
class SeveralProcessesTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("jobs.db");
  }

  private static List<JobState> states(SqliteJobStore store, List<JobId> jobs) {
    return store.lookup().find(jobs).values().stream().map(Job::state).toList();
  }

  private static List<JobId> admit(SqliteJobStore store, int count) {
    return Stream.generate(() -> Jobs.admit(store.admission())).limit(count).toList();
  }

  @Test
  void jobsOfAKilledProcessAreQueuedAgainByTheNextPassOfAnother() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess other = OtherProcess.on(file)) {
      List<JobId> jobs = admit(store, 3);
      other.tell("claim 3");
      Upkeep.Pass before = store.upkeep().reap(100);
      assertThat(before.done()).isZero();
      assertThat(before.next())
          .describedAs("how soon the death of a neighbour is looked for")
          .isLessThanOrEqualTo(Duration.ofMillis(250));
      assertThat(states(store, jobs)).containsOnly(JobState.PROCESSING);
      other.kill();
      assertThat(store.upkeep().reap(2)).isEqualTo(new Upkeep.Pass(2, Duration.ZERO));
      Upkeep.Pass last = store.upkeep().reap(2);
      assertThat(last.done()).isEqualTo(1);
      assertThat(last.next()).describedAs("nobody else is there").isGreaterThan(before.next());
      assertThat(states(store, jobs)).containsOnly(JobState.QUEUED);
      assertThat(store.registries().workers()).isEmpty();
    }
    try (Stream<Path> left = Files.list(folder.resolve("jobs.db.live"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void jobsOfAKilledProcessAreQueuedAgainWhenTheFileIsOpened() throws Exception {
    List<JobId> jobs;
    try (OtherProcess other = OtherProcess.on(file)) {
      try (SqliteJobStore store = SqliteJobStore.at(file)) {
        jobs = admit(store, 3);
        other.tell("claim 3");
      }
      other.kill();
    }
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(states(store, jobs)).containsOnly(JobState.QUEUED);
      assertThat(store.lookup().find(jobs).values()).extracting(Job::crashes).containsOnly(1);
    }
  }

  @Test
  void jobsOfAProcessThatClosedItsStoreKeepTheirLease() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess other = OtherProcess.on(file)) {
      List<JobId> jobs = admit(store, 1);
      other.tell("claim 1");
      other.end();
      assertThat(store.upkeep().reap(100).done()).isZero();
      assertThat(states(store, jobs)).containsOnly(JobState.PROCESSING);
    }
  }

  @Test
  void processesWriteInTurnWithoutErrors() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess one = OtherProcess.on(file);
        OtherProcess two = OtherProcess.on(file)) {
      one.begin("admit 300");
      two.begin("admit 300");
      admit(store, 300);
      one.expect("done");
      two.expect("done");
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(900);
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 1_000)).hasSize(900);
    }
  }

  @Test
  void firstOpenersOfANewFileDoNotGetInEachOthersWay() throws Exception {
    try (OtherProcess one = OtherProcess.on(file);
        OtherProcess two = OtherProcess.on(file);
        SqliteJobStore store = SqliteJobStore.at(file)) {
      one.tell("admit 1");
      two.tell("admit 1");
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(2);
    }
  }

  @Test
  void changesOfAnotherProcessAreHinted() throws Exception {
    CountDownLatch hinted = new CountDownLatch(1);
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess other = OtherProcess.on(file);
        Wakeups.Subscription subscription =
            store
                .wakeups()
                .listen(hint -> {
                  if (hint instanceof Hint.Anything) {
                    hinted.countDown();
                  }
                })) {
      assertThat(subscription).isNotNull();
      other.tell("admit 1");
      assertThat(hinted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void writerThatNeverGetsItsTurnNamesTheProcessThatHasIt() throws Exception {
    try (OtherProcess other = OtherProcess.on(file);
        SqliteJobStore store = SqliteJobStore.at(file)) {
      other.tell("hold-turn");
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> Jobs.admit(store.admission()))
          .withMessageContaining("process " + other.pid());
      assertThat(store.lookup().count().totals())
          .describedAs("looking goes on meanwhile")
          .isEmpty();
      other.kill();
      Jobs.admit(store.admission());
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
    }
  }

  @Test
  void closingDoesNotWaitForAProcessThatKeepsTheTurn() throws Exception {
    SqliteJobStore store = SqliteJobStore.at(file);
    try (OtherProcess other = OtherProcess.on(file)) {
      other.tell("hold-turn");
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> Jobs.admit(store.admission()));
      store.close();
      SqliteJobStore again = SqliteJobStore.at(file);
      other.kill();
      Jobs.admit(again.admission());
      again.close();
    }
  }
}
