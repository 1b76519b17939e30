package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.JobStore;
import dev.jobmill.time.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies that are made while the store is in use, and put in its place.
class BackupTest {
  @TempDir Path folder;

  private Path file = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void nameFiles() throws Exception {
    file = folder.resolve("jobs.db");
    copy = Files.createDirectory(folder.resolve("backups")).resolve("it's a copy.db");
  }

  private static List<JobId> admit(JobStore store, int count) {
    return Stream.generate(() -> Jobs.admit(store.admission())).limit(count).toList();
  }

  private List<Path> backups() throws Exception {
    try (Stream<Path> there = Files.list(copy.getParent())) {
      return there.toList();
    }
  }

  @Test
  void copyIsAStoreOfItsOwnBesideItsOrigin() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      List<JobId> before = admit(store, 20);
      SqliteBackup backup = store.backup(copy);
      List<JobId> after = admit(store, 5);
      assertThat(backup.file()).isEqualTo(copy);
      assertThat(backup.jobs()).isEqualTo(20);
      assertThat(backup.bytes()).isEqualTo(Files.size(copy)).isPositive();
      assertThat(backup.took()).isPositive();
      assertThat(backups()).containsExactly(copy);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
          .isEqualTo("rw-------");
      try (SqliteJobStore other = SqliteJobStore.at(copy)) {
        assertThat(other.lookup().count().of(JobState.QUEUED)).isEqualTo(20);
        assertThat(other.lookup().find(before)).containsOnlyKeys(before);
        assertThat(other.lookup().find(after)).isEmpty();
        admit(other, 1);
        assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(25);
      }
    }
  }

  @Test
  void restoredStoreHasTheSameJobsAndRunsThemAll() throws Exception {
    ManualTime time = ManualTime.standing();
    SqliteSettings settings = SqliteSettings.STANDARD.time(time);
    List<JobId> jobs;
    try (SqliteJobStore store = SqliteJobStore.at(file, settings)) {
      jobs = admit(store, 10);
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 4)).hasSize(4);
      store.backup(copy);
      admit(store, 3);
    }
    for (String part : List.of("jobs.db", "jobs.db-wal", "jobs.db-shm")) {
      Files.deleteIfExists(folder.resolve(part));
    }
    Files.move(copy, file);
    try (SqliteJobStore store = SqliteJobStore.at(file, settings)) {
      assertThat(store.lookup().count().of(JobState.PROCESSING)).isEqualTo(4);
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(6);
      // The worker that had four of them is not there any more.
      for (int pass = 0; pass < 30; pass++) {
        time.advance(Duration.ofSeconds(5));
        store.upkeep().reap(100);
      }
      // What it had went down with it, and runs alone.
      List<Job> claimed = new ArrayList<>();
      for (String worker : List.of("v1", "v2", "v3", "v4", "v5")) {
        Jobs.announce(store, worker);
        claimed.addAll(Jobs.claim(store, worker, 1, 100));
      }
      assertThat(claimed).extracting(Job::id).containsExactlyInAnyOrderElementsOf(jobs);
    }
  }

  @Test
  void everythingAcknowledgedBeforeIsInACopyThatIsMadeWhileOthersWrite() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger later = new AtomicInteger();
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess other = OtherProcess.on(file);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      other.tell("admit 50");
      List<JobId> before = admit(store, 50);
      CountDownLatch writing = new CountDownLatch(3);
      Future<?> writer =
          threads.submit(() -> {
            while (!enough.get()) {
              Jobs.admit(store.admission());
              later.incrementAndGet();
              writing.countDown();
            }
          });
      writing.await();
      SqliteBackup backup = store.backup(copy);
      int during = later.get();
      enough.set(true);
      writer.get();
      try (SqliteJobStore made = SqliteJobStore.at(copy)) {
        assertThat(made.lookup().find(before)).containsOnlyKeys(before);
        long count = made.lookup().count().of(JobState.QUEUED);
        assertThat(count).isEqualTo(backup.jobs()).isBetween(103L, 100L + during + 1);
      }
    }
  }

  @Test
  void fileThatIsThereIsNotTouched() throws Exception {
    Files.writeString(copy, "precious");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      for (Path target : List.of(copy, file)) {
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> store.backup(target))
            .withMessageContaining(target.toString())
            .withMessageContaining("is there already");
      }
      Jobs.admit(store.admission());
    }
    assertThat(copy).hasContent("precious");
    assertThat(backups()).containsExactly(copy);
  }

  @Test
  void placeThatCannotBeWrittenToIsNamed() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Path nowhere = folder.resolve("none").resolve("copy.db");
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> store.backup(nowhere))
          .withMessageContaining(nowhere.toString())
          .withMessageContaining("cannot be written");
    }
  }

  @Test
  void interruptedCallerStopsTheCopyAndLeavesNothing() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      admit(store, 300);
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> store.backup(copy))
          .withMessageContaining("broken off");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(backups()).isEmpty();
      assertThat(store.backup(copy).jobs()).isEqualTo(300);
    }
  }

  @Test
  void closedStoreMakesNoCopy() {
    SqliteJobStore store = SqliteJobStore.at(file);
    store.close();
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> store.backup(copy))
        .withMessageContaining("is closed");
  }
}
