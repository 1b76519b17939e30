package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.JobStore;
import dev.jobmill.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands at the head of a queue and cannot be run keeps nothing behind it waiting.
class QueueHeadTest {
  private static final List<String> QUEUES = List.of("p", "q");
  private static final List<HandledType> TYPES = List.of(new HandledType("t", 1));
  private static final int LATER = 100;
  private static final int LARGE = 20 * 1024 * 1024;
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  /// In each queue an unreadable row, one with a payload that is far too large, and one of a newer
  /// version.
  private static void fillHeads(JobStore store, Path file) throws Exception {
    for (String queue : QUEUES) {
      admit(store, queue, 1, 2);
      admit(store, queue, 2, 1);
    }
    try (Session session = Session.writing(file, 1_000)) {
      session.execute("UPDATE spec SET backoff = 'soon' WHERE job IN (1, 4)");
      session.execute("UPDATE spec SET payload = zeroblob(" + LARGE + ") WHERE job IN (2, 5)");
    }
  }

  private static void admit(JobStore store, String queue, int version, int count) {
    List<JobSpec> jobs =
        Stream.generate(() -> Jobs.spec().toBuilder().queue(queue).typeVersion(version).build())
            .limit(count)
            .toList();
    store.admission().admit(List.of(new AdmitGroup(queue, jobs)));
  }

  @Test
  void allLaterJobsAreCompleted() throws Exception {
    Path file = folder.resolve("jobs.db");
    SqliteJobStore store = SqliteJobStore.at(file);
    fillHeads(store, file);
    QUEUES.forEach(queue -> admit(store, queue, 1, LATER));
    CountDownLatch done = new CountDownLatch(QUEUES.size() * LATER);
    JobType<Content, Content> type = JobType.of("t", Content.class, Content.class);
    try (Jobmill mill =
        Jobmill.open(store)
            .slots(4)
            .handle(
                type,
                (job, payload) -> {
                  if (payload.size() < LARGE) {
                    done.countDown();
                  }
                  return Content.json("{}");
                })
            .start()) {
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(mill.list(JobFilter.ALL.states(Set.of(JobState.QUEUED)), null, 10))
          .extracting(job -> job.spec().typeVersion())
          .containsExactly(2, 2);
    }
  }

  @Test
  void aClaimLooksAtHardlyMoreThanWithoutThem() throws Exception {
    int without = stepsOfAClaim(folder.resolve("without.db"), false);
    int with = stepsOfAClaim(folder.resolve("with.db"), true);
    assertThat(without).describedAs("enough to be compared").isPositive();
    assertThat(with).describedAs("against %d", without).isLessThanOrEqualTo(2 * without + 1);
  }

  /// How much SQLite does to give the later jobs of both queues, in some thousands of its machine's
  /// steps.
  private static int stepsOfAClaim(Path file, boolean heads) throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      if (heads) {
        fillHeads(store, file);
      }
      QUEUES.forEach(queue -> admit(store, queue, 1, LATER));
      Jobs.announce(store, "w");
    }
    List<Demand> demands =
        QUEUES.stream().map(queue -> new Demand(queue, TYPES, LATER + 1)).toList();
    ClaimRequest request =
        new ClaimRequest("w", 1, Duration.ofMinutes(1), QUEUES.size() * (LATER + 1), demands);
    AtomicInteger steps = new AtomicInteger();
    try (Session db = Session.writing(file, 1_000)) {
      db.execute("BEGIN IMMEDIATE");
      Lanes lanes = new Lanes();
      lanes.refresh(db);
      Tx tx =
          new Tx(
              db,
              lanes,
              new RunCache(),
              new Changes(false),
              SystemTime.SYSTEM.now().toEpochMilli(),
              SqliteSettings.STANDARD.policy(),
              new Box(null));
      db.breakOffWhen(() -> steps.incrementAndGet() < 0);
      List<Job> claimed = new ClaimPass(tx, request, WorkerRow.find(tx, "w")).run().jobs();
      db.breakOffNoMore();
      db.execute("COMMIT");
      assertThat(claimed).hasSize(QUEUES.size() * (heads ? LATER + 1 : LATER));
    }
    return steps.get();
  }
}
