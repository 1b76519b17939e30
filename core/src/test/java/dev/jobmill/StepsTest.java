package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.TypeRef;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Steps of jobs and sleeps between them, on the memory store and a clock that is turned by hand.
@Timeout(60)
class StepsTest {
  private static final JobType<String, String> ORDER =
      JobType.of("order", String.class, String.class)
          .retry(RetryPolicy.fixed(3, Duration.ofSeconds(10)));
  private static final Duration LONG = Duration.ofDays(30);

  private final ManualTime time = ManualTime.standing();
  private final MemoryJobStore memory = MemoryJobStore.builder().time(time).build();
  private final List<String> done = new ArrayList<>();
  private SteppedMill stepped;

  @AfterEach
  void close() {
    if (stepped != null) {
      stepped.close();
    }
  }

  private JobHandle<String> submit(JobHandler<String, String> handler) {
    return submit(memory.steps(), handler);
  }

  private JobHandle<String> submit(Steps steps, JobHandler<String, String> handler) {
    ForwardingStore store =
        new ForwardingStore(memory) {
          @Override
          public Steps steps() {
            return steps;
          }
        };
    stepped = Jobmill.open(store).handle(ORDER, handler).byHand(time);
    return stepped.mill().submit(ORDER, "order 7");
  }

  private String charge() {
    done.add("charge");
    return "receipt " + done.size();
  }

  @Test
  void stepsThatAreDoneAreNotDoneAgainAfterAFailure() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          String receipt = job.step("charge", String.class, this::charge);
          job.step(
              "ship",
              () -> {
                done.add("ship");
                if (job.attempt() < 3) {
                  throw new IllegalStateException("no lorry");
                }
              });
          return receipt;
        });
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(done).containsExactly("charge", "ship", "ship", "ship");
    assertThat(handle.job().attempt()).isEqualTo(3);
  }

  @Test
  void stepsOutliveTheWorkerThatDidThem() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          String receipt = job.step("charge", String.class, this::charge);
          if (job.run() == 1) {
            // As when its process dies: nobody reports the run.
            memory.claims().release(List.of(new RunKey(job.queue(), job.id(), 1)));
          }
          return receipt;
        });
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(handle.job().run()).isEqualTo(2);
    assertThat(done).containsExactly("charge");
  }

  @Test
  void retryByHandGoesOnWithTheSteps() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          String receipt = job.step("charge", String.class, this::charge);
          if (job.run() <= 3) {
            throw new IllegalStateException("no lorry");
          }
          return receipt;
        });
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.FAILED);
    stepped.mill().retry(handle.id(), "ann");
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(done).containsExactly("charge");
  }

  @Test
  void resultsAreGivenAsTheyAreReadBackTheFirstTimeAsWell() throws Exception {
    List<List<Instant>> seen = new ArrayList<>();
    JobHandle<String> handle =
        submit((job, order) -> {
          List<Instant> times = new ArrayList<>(List.of(Instant.EPOCH));
          List<Instant> given = job.step("times", new TypeRef<List<Instant>>() {}, () -> times);
          times.clear();
          seen.add(given);
          assertThat(job.step("nothing", String.class, () -> null)).isNull();
          if (job.run() == 1) {
            throw new IllegalStateException("again");
          }
          return "done";
        });
    handle.result(LONG);
    assertThat(seen).containsExactly(List.of(Instant.EPOCH), List.of(Instant.EPOCH));
  }

  @Test
  void bodyThatThrowsKeepsNothingAndMayBeTriedAgainInTheSameRun() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          for (int tries = 1; ; tries++) {
            int now = tries;
            try {
              return job.step(
                  "charge",
                  String.class,
                  () -> {
                    if (now < 3) {
                      throw new java.io.IOException("bank away");
                    }
                    return charge();
                  });
            } catch (java.io.IOException away) {
              job.log("bank away");
            }
          }
        });
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(handle.job().run()).isEqualTo(1);
  }

  @Test
  void nameThatIsUsedTwiceInARunIsAMistake() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          job.step("charge", String.class, this::charge);
          return job.step("charge", String.class, this::charge);
        });
    Job failed = handle.await(LONG);
    assertThat(failed.error().orElseThrow().message()).contains("charge", "twice in one run");
    assertThat(done).containsExactly("charge");
  }

  @Test
  void namesAreChecked() {
    JobHandle<String> handle =
        submit((job, order) -> {
          assertThatThrownBy(() -> job.step("charge it", () -> done.add("x")))
              .isInstanceOf(InvalidRequest.class)
              .hasMessageContaining("charge it");
          return "";
        });
    stepped.drain();
    assertThat(handle.job().state()).isEqualTo(JobState.COMPLETED);
    assertThat(done).isEmpty();
  }

  @Test
  void resultThatCannotBeKeptEndsTheJobSinceAnotherAttemptWouldDoTheStepAgain() throws Exception {
    JobHandle<String> tooLarge =
        submit((job, order) ->
            job.step("report", String.class, () -> charge() + "x".repeat(Steps.CONTENT_BYTES_MAX)));
    Job failed = tooLarge.await(LONG);
    assertThat(failed.reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(failed.error().orElseThrow().message())
        .contains("step report is done", "keep it as an attachment");
    assertThat(done).containsExactly("charge");
  }

  @Test
  void resultThatCannotBeReadBackIsFoundTheFirstTime() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          Runnable action = job.step("action", Runnable.class, () -> () -> {});
          return String.valueOf(action);
        });
    Job failed = handle.await(LONG);
    assertThat(failed.reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(failed.error().orElseThrow().message()).contains("step action is done");
    assertThat(memory.steps().of(handle.id())).isEmpty();
  }

  @Test
  void jobHasNoMoreStepsThanItMay() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          for (int i = 0; i <= Steps.COUNT_MAX; i++) {
            int item = i;
            job.step("item-" + i, () -> done.add("" + item));
          }
          return "";
        });
    Job failed = handle.await(LONG);
    assertThat(failed.error().orElseThrow().message()).contains("item-1000", "1000 steps");
    assertThat(done).hasSize(Steps.COUNT_MAX);
  }

  @Test
  void sleepGivesTheSlotAwayAndChargesNothing() throws Exception {
    Instant start = time.now();
    JobHandle<String> handle =
        submit((job, order) -> {
          job.step("remind", () -> done.add("remind " + Duration.between(start, time.now())));
          job.sleep(Duration.ofDays(3));
          job.step("remind-again", () -> done.add("again " + Duration.between(start, time.now())));
          job.sleep(Duration.ofHours(1));
          return "slept " + Duration.between(start, time.now());
        });
    stepped.drain();
    Job sleeping = handle.job();
    assertThat(sleeping.state()).isEqualTo(JobState.PENDING);
    assertThat(sleeping.dueAt()).isEqualTo(start.plus(Duration.ofDays(3)));
    assertThat(sleeping.attempt()).isZero();
    assertThat(stepped.mill().running()).isZero();
    assertThat(handle.result(LONG)).isEqualTo("slept PT73H");
    assertThat(done).containsExactly("remind PT0S", "again PT72H");
    assertThat(handle.job().run()).isEqualTo(3);
    assertThat(handle.job().attempt()).isEqualTo(1);
    assertThat(memory.lookup().attempts(handle.id()))
        .extracting(Attempt::outcome)
        .containsExactly(
            Attempt.Outcome.SNOOZED, Attempt.Outcome.SNOOZED, Attempt.Outcome.COMPLETED);
  }

  @Test
  void jobThatIsRunEarlierSleepsForWhatIsLeft() throws Exception {
    Instant start = time.now();
    JobHandle<String> handle =
        submit((job, order) -> {
          done.add("by");
          job.sleep(Duration.ofHours(2));
          return "slept " + Duration.between(start, time.now());
        });
    stepped.advance(Duration.ofMinutes(30));
    stepped.mill().reschedule(handle.id(), Due.NOW, "ann");
    stepped.drain();
    assertThat(done).hasSize(2);
    assertThat(handle.job().dueAt()).isEqualTo(start.plus(Duration.ofHours(2)));
    stepped.mill().reschedule(handle.id(), new Due.After(Duration.ofHours(5)), "ann");
    assertThat(handle.result(LONG)).isEqualTo("slept PT5H30M");
    assertThat(done).hasSize(3);
  }

  @Test
  void sleepOfNoTimeGoesStraightOn() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          job.sleep(Duration.ZERO);
          assertThatThrownBy(() -> job.sleep(Duration.ofMillis(-1)))
              .isInstanceOf(InvalidRequest.class);
          return "run " + job.run();
        });
    assertThat(handle.result(LONG)).isEqualTo("run 1");
  }

  @Test
  void sleepWithinAStepIsAMistake() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          job.step(
              "outer",
              () -> {
                job.step("inner", () -> done.add("inner"));
                job.sleep(Duration.ofHours(1));
              });
          return "";
        });
    Job failed = handle.await(LONG);
    assertThat(failed.error().orElseThrow().message()).contains("sleep within a step");
    assertThat(done).containsExactly("inner");
  }

  @Test
  void cancelledRunBeginsNoFurtherStep() throws Exception {
    JobHandle<String> handle =
        submit((job, order) -> {
          job.step(
              "charge",
              () -> {
                done.add("charge");
                stepped.mill().cancel(job.id(), "ann");
                stepped.advance(Duration.ofSeconds(1));
              });
          job.step("ship", () -> done.add("ship"));
          return "";
        });
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.CANCELLED);
    assertThat(done).containsExactly("charge");
    assertThat(memory.steps().of(handle.id())).containsOnlyKeys("charge");
  }

  @Test
  void runThatHasLostItsJobKeepsNothingAndIsTold() {
    JobHandle<String> handle =
        submit((job, order) -> {
          if (job.run() == 1) {
            assertThatThrownBy(() -> job.step("charge", () -> lose(job)))
                .isInstanceOf(CancelledRun.class)
                .hasMessageContaining("has lost its job");
          }
          return "run " + job.run();
        });
    stepped.drain();
    assertThat(handle.job().run()).isEqualTo(2);
    assertThat(memory.steps().of(handle.id())).isEmpty();
  }

  private void lose(JobContext job) {
    memory.claims().release(List.of(new RunKey(job.queue(), job.id(), job.run())));
  }

  /// The first calls fail: before they take effect, or after.
  private final class Flaky implements Steps {
    private final boolean before;
    private int left;

    Flaky(boolean before, int times) {
      this.before = before;
      this.left = times;
    }

    @Override
    public List<Answer> keep(List<StepKept> steps) {
      if (left-- > 0) {
        if (before) {
          throw new StoreUnavailable("away");
        }
        memory.steps().keep(steps);
        throw new OutcomeUnknown("lost");
      }
      return memory.steps().keep(steps);
    }

    @Override
    public java.util.SequencedMap<String, dev.jobmill.job.Content> of(dev.jobmill.job.JobId job) {
      return memory.steps().of(job);
    }
  }

  @Test
  void stepIsDoneOnceAlthoughTheAnswerOfTheStoreIsLost() throws Exception {
    JobHandle<String> handle =
        submit(new Flaky(false, 2), (job, order) -> job.step("charge", String.class, this::charge));
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(handle.job().run()).isEqualTo(1);
  }

  @Test
  void stepIsDoneOnceAlthoughTheStoreIsAwayForAMoment() throws Exception {
    JobHandle<String> handle =
        submit(new Flaky(true, 3), (job, order) -> job.step("charge", String.class, this::charge));
    assertThat(handle.result(LONG)).isEqualTo("receipt 1");
    assertThat(handle.job().run()).isEqualTo(1);
    assertThat(done).containsExactly("charge");
  }

  @Test
  void nothingIsAskedOfTheStoreByJobsWithoutSteps() throws Exception {
    Steps none =
        new Steps() {
          @Override
          public List<Answer> keep(List<StepKept> steps) {
            throw new AssertionError("asked to keep");
          }

          @Override
          public java.util.SequencedMap<String, dev.jobmill.job.Content> of(
              dev.jobmill.job.JobId job) {
            throw new AssertionError("asked for steps");
          }
        };
    JobHandle<String> handle =
        submit(
            none,
            (job, order) -> {
              if (job.attempt() == 1) {
                throw new IllegalStateException("again");
              }
              return "done";
            });
    assertThat(handle.result(LONG)).isEqualTo("done");
  }

  @Test
  void threadsOfAHandlerMayDoStepsSideBySideOnARealMill() throws Exception {
    Set<String> results = new HashSet<>();
    CountDownLatch together = new CountDownLatch(4);
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .handle(
                ORDER,
                (job, order) -> {
                  try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Callable<String>> parts = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                      String name = "part-" + i;
                      parts.add(() ->
                          job.step(
                              name,
                              String.class,
                              () -> {
                                together.countDown();
                                assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
                                return name;
                              }));
                    }
                    for (Future<String> part : threads.invokeAll(parts)) {
                      results.add(part.get());
                    }
                  }
                  if (job.attempt() == 1) {
                    throw new dev.jobmill.job.RetryLater(Duration.ZERO, "again", null);
                  }
                  return "run " + job.run();
                })
            .start()) {
      assertThat(mill.submit(ORDER, "x").result(LONG)).isEqualTo("run 2");
    }
    assertThat(results).containsExactlyInAnyOrder("part-0", "part-1", "part-2", "part-3");
  }
}
