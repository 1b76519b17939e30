package dev.jobmill.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFailed;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.QueueFull;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.store.sqlite.SqliteJobStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LearnGuideTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private SqliteJobStore store;

  @BeforeEach
  void open() {
    store = SqliteJobStore.at(folder.resolve("jobs.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  static final class PaymentRefused extends Exception {
    private static final long serialVersionUID = 1;

    PaymentRefused() {
      super("the card is refused");
    }
  }

  // begin retry
  static final JobType<String, String> CHARGE =
      JobType.of("payment.charge", String.class, String.class)
          .retry(RetryPolicy.fixed(5, Duration.ofSeconds(10)).notOn(PaymentRefused.class));

  // end retry

  @Test
  void someErrorsAreNotTriedAgain() {
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(
                CHARGE,
                (job, card) -> {
                  throw new PaymentRefused();
                })
            .start()) {
      JobHandle<String> handle = mill.submit(CHARGE, "4000");
      assertThatThrownBy(() -> handle.result(LONG)).isInstanceOf(JobFailed.class);
      assertThat(handle.job().reason()).contains(Reason.NOT_RETRYABLE);
    }
  }

  static final JobType<String, String> POLL = JobType.of("print.await", String.class, String.class);

  @Test
  void aJobWithNothingToDoYetComesBack() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (Jobmill mill =
        Jobmill.open(store)
            // begin snooze
            .handle(
                POLL,
                (job, printer) -> {
                  if (looks.incrementAndGet() < 3) {
                    throw new Snooze(Duration.ofMillis(10), "still printing");
                  }
                  return "printed by " + printer;
                })
            // end snooze
            .start()) {
      JobHandle<String> handle = mill.submit(POLL, "voron");
      assertThat(handle.result(LONG)).isEqualTo("printed by voron");
      assertThat(handle.job().attempt()).isEqualTo(1);
      assertThat(store.lookup().attempts(handle.id()))
          .extracting(Attempt::outcome)
          .startsWith(Attempt.Outcome.SNOOZED);
    }
  }

  // begin chain-types
  static final JobType<String, String> FETCH = JobType.of("fetch", String.class, String.class);
  static final JobType<Integer, String> RESIZE = JobType.of("resize", Integer.class, String.class);

  // end chain-types

  @Test
  void resultsAreHandedOn() throws Exception {
    try (Jobmill mill =
        Jobmill.open(store)
            // begin chain-handlers
            .handle(FETCH, (job, url) -> "picture of " + url)
            .handle(RESIZE, (job, width) -> job.resultOf(FETCH) + " at " + width)
            // end chain-handlers
            .start()) {
      // begin chain
      List<JobHandle<?>> jobs =
          mill.chain(List.of(JobRequest.of(FETCH, "a.png"), JobRequest.of(RESIZE, 640)));
      // end chain
      assertThat(mill.handle(jobs.getLast().id(), RESIZE).result(LONG))
          .isEqualTo("picture of a.png at 640");
    }
  }

  @Test
  void eachDependencyHasARule() throws Exception {
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(
                FETCH,
                (job, url) -> {
                  throw new NotRetryable("there is no " + url);
                })
            .handle(RESIZE, (job, width) -> String.valueOf(job.resultOf(FETCH)))
            .start()) {
      // begin rules
      JobHandle<String> fetch = mill.submit(FETCH, "b.png");
      JobHandle<String> cancelled = mill.submit(RESIZE, 640, with -> with.after(fetch));
      JobHandle<String> runs =
          mill.submit(
              RESIZE,
              320,
              with -> with.after(Dependency.on(fetch.job()).onFailure(Dependency.OnFailure.RUN)));
      // end rules
      assertThat(runs.result(LONG)).isEqualTo("null");
      Job left = cancelled.await(LONG);
      assertThat(left.state()).isEqualTo(JobState.CANCELLED);
      assertThat(left.reason()).contains(Reason.DEPENDENCY_FAILED);
    }
  }

  @Test
  void oneJobPerKey() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(
                FETCH,
                (job, url) -> {
                  go.await();
                  return url;
                })
            .slots(1)
            .start()) {
      JobHandle<String> busy = mill.submit(FETCH, "busy");
      // begin unique
      JobHandle<String> first = mill.submit(FETCH, "c.png", with -> with.unique("picture-c"));
      JobHandle<String> second = mill.submit(FETCH, "c.png", with -> with.unique("picture-c"));
      // end unique
      assertThat(second.id()).isEqualTo(first.id());
      go.countDown();
      assertThat(busy.result(LONG)).isEqualTo("busy");
    }
  }

  @Test
  void aFullQueueRefuses() {
    var client = Jobmill.clientOf(store);
    // begin limit
    store.queues().limitQueue("pictures", 2L);
    for (int i = 0; i < 3; i++) {
      try {
        client.submit(FETCH, i + ".png", with -> with.queue("pictures"));
      } catch (QueueFull full) {
        System.out.println("come back later: " + full.getMessage());
      }
    }
    // end limit
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(2);
  }

  @Test
  void submitInYourOwnTransaction() throws Exception {
    Path file = folder.resolve("shop.db");
    try (Connection shop = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = shop.createStatement();
        SqliteJobStore jobs = SqliteJobStore.at(file)) {
      sql.execute("CREATE TABLE purchase (id INTEGER PRIMARY KEY, what TEXT)");
      // begin transaction
      shop.setAutoCommit(false);
      sql.execute("INSERT INTO purchase (what) VALUES ('a spool of PETG')");
      jobs.submit(shop, JobRequest.of(CHARGE, "4242"));
      shop.commit(); // both or neither
      // end transaction
      assertThat(jobs.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
    }
  }

  @Test
  void whatAPersonDoes() throws Exception {
    try (Jobmill mill =
        Jobmill.open(store)
            .handle(
                FETCH,
                (job, url) -> {
                  if (job.run() == 1) {
                    throw new NotRetryable("not today");
                  }
                  return url;
                })
            .start()) {
      JobHandle<String> handle = mill.submit(FETCH, "d.png");
      handle.await(LONG);
      // begin person
      mill.retry(handle.id(), "ada");
      // end person
      assertThat(handle.result(LONG)).isEqualTo("d.png");
      assertThat(store.lookup().events(handle.id())).hasSize(1);
    }
  }
}
