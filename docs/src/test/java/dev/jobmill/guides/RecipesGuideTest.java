package dev.jobmill.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.Jobmill;
import dev.jobmill.WorkerPool;
import dev.jobmill.job.Interceptor;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.process.Children;
import dev.jobmill.process.IsolatedHandlers;
import dev.jobmill.process.Isolation;
import dev.jobmill.schedule.Cron;
import dev.jobmill.store.memory.MemoryJobStore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class RecipesGuideTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  static final JobType<String, Integer> REPORT = JobType.of("report", String.class, Integer.class);

  @Test
  void everyNight() {
    // begin recurring
    RecurringJob<String, Integer> nightly =
        RecurringJob.of(
                "nightly-report",
                Cron.of("30 2 * * *", ZoneId.of("Europe/Berlin")),
                JobRequest.of(REPORT, "sales"))
            .missed(Missed.ONCE) // the machine was off at half past two: once, when it is back
            .overlap(Overlap.SKIP) // not while the last one still runs
            .jitter(Duration.ofMinutes(5));
    // end recurring
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            // begin recurring-start
            .handle(REPORT, (job, name) -> name.length())
            .recurring(nightly)
            // end recurring-start
            .start()) {
      assertThat(mill.schedules().list("", 10)).hasSize(1);
      // begin recurring-people
      mill.schedules().pause("nightly-report");
      mill.schedules().resume("nightly-report");
      mill.schedules().runNow("nightly-report");
      // end recurring-people
    }
  }

  @Test
  void poolsForShortAndLongJobs() {
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(REPORT, (job, name) -> name.length())
            // begin pools
            .pool(WorkerPool.of("quick", 8).queues("mail", "hooks"))
            .pool(WorkerPool.of("heavy", 2).weighted(Map.of("reports", 3, "exports", 1)))
            // end pools
            .start()) {
      // begin resize
      mill.resize("heavy", 4);
      // end resize
      assertThat(mill.status().pools()).extracting("size").containsExactly(8, 4);
    }
  }

  static final JobType<String, String> ORDER = JobType.of("order.ship", String.class, String.class);

  @Test
  void stepsAreDoneOnce() throws Exception {
    AtomicInteger charged = new AtomicInteger();
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            // begin steps
            .handle(
                ORDER,
                (job, card) -> {
                  String receipt =
                      job.step("charge", String.class, () -> "r-" + charged.incrementAndGet());
                  job.sleep(Duration.ofMillis(20)); // gives its slot away; days are as good
                  job.step("thank", () -> job.log("thank you for " + receipt));
                  return receipt;
                })
            // end steps
            .start()) {
      assertThat(mill.submit(ORDER, "4242").result(LONG)).isEqualTo("r-1");
      assertThat(charged).hasValue(1);
    }
  }

  @Test
  void codeAroundEveryRun() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch told = new CountDownLatch(1);
    // begin interceptor
    Interceptor tenancy =
        new Interceptor() {
          @Override
          public <P, R> R around(
              JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
              throws Exception {
            seen.add("as " + job.metadata().get("customer"));
            return next.handle(job, payload);
          }
        };
    // end interceptor
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(REPORT, (job, name) -> name.length())
            // begin around
            .intercept(tenancy)
            .listen(notice -> {
              if (notice instanceof JobNotice.Completed) {
                told.countDown();
              }
            })
            // end around
            .start()) {
      JobHandle<Integer> handle =
          mill.submit(REPORT, "sales", with -> with.metadata("customer", "42"));
      assertThat(handle.result(LONG)).isEqualTo(5);
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).containsExactly("as 42");
    }
  }

  // begin isolated-handlers
  public static final class Rendering implements IsolatedHandlers {
    @Override
    public void register(Registry handlers) {
      handlers.handle(REPORT, (job, name) -> name.length());
    }
  }

  // end isolated-handlers

  @Test
  void aJvmOfItsOwn() throws Exception {
    // begin isolated
    Children children = Isolation.of(Rendering.class).heap("128m").open();
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(REPORT, children.handler(REPORT))
            .closing(children)
            .start()) {
      JobHandle<Integer> handle = mill.submit(REPORT, "sales");
      // hide
      assertThat(handle.result(LONG)).isEqualTo(5);
      assertThat(handle.job().state()).isEqualTo(JobState.COMPLETED);
      // show
    }
    // end isolated
  }
}
