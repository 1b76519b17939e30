package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Backoff;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.JobFailed;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryLater;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Submission;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/// The whole engine on the memory store, with its real threads.
@Timeout(60)
class JobmillTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<String, String> GREET =
      JobType.of("greet", String.class, String.class);
  private static final JobType<String, Void> WORK =
      JobType.of("work", String.class, Void.class)
          .retry(RetryPolicy.fixed(3, Duration.ofMillis(1)));

  private final JobStore store = MemoryJobStore.create();
  private Jobmill mill;

  @AfterEach
  void close() {
    if (mill != null) {
      mill.stop(Duration.ZERO, Duration.ofSeconds(5));
      mill.close();
    }
  }

  @Test
  void whatHandlersUseIsClosedOnceAfterThemAndTheLastFirst() {
    List<String> closed = new ArrayList<>();
    Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .closing(() -> closed.add("first"))
            .closing(() -> {
              throw new IllegalStateException("stays open");
            })
            .closing(() -> closed.add("last"))
            .start();
    assertThat(closed).isEmpty();

    mill.close();
    mill.close();

    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void aJobGivesItsResult() throws Exception {
    mill = Jobmill.open(store).handle(GREET, (job, name) -> "Hello, " + name).start();
    assertThat(mill.submit(GREET, "Ada").result(LONG)).isEqualTo("Hello, Ada");
  }

  @Test
  void aJobThatFailsTwiceSucceedsAtItsThirdAttempt() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  if (job.attempt() < 3) {
                    throw new IOException("attempt " + job.attempt());
                  }
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x").await(LONG);
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(3);
    assertThat(store.lookup().attempts(ended.id()))
        .extracting(attempt -> attempt.error().map(error -> error.message()).orElse("-"))
        .containsExactly("attempt 1", "attempt 2", "-");
  }

  @Test
  void aJobWhoseAttemptsAreUsedUpFailsWithItsOwnError() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  throw new IOException("no such host");
                })
            .start();
    JobHandle<Void> handle = mill.submit(WORK, "x");
    assertThatThrownBy(() -> handle.result(LONG))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("IOException: no such host");
    assertThat(handle.job().error().orElseThrow().stack()).contains("JobmillTest");
  }

  @Test
  void errorsDecideAboutTheNextAttempt() throws Exception {
    JobType<String, Void> choosy =
        JobType.of("choosy", String.class, Void.class)
            .retry(RetryPolicy.fixed(2, Duration.ofDays(1)).notOn(IllegalArgumentException.class));
    mill =
        Jobmill.open(store)
            .handle(
                choosy,
                (job, payload) -> {
                  switch (payload) {
                    case "never" -> throw new NotRetryable("hopeless");
                    case "type" -> throw new IllegalArgumentException("bad argument");
                    case "later" -> {
                      if (job.attempt() == 1) {
                        throw new RetryLater(Duration.ofMillis(1), "come back");
                      }
                      return null;
                    }
                    default -> throw new StackOverflowError("deep");
                  }
                })
            .start();
    assertThat(mill.submit(choosy, "never").await(LONG).reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(mill.submit(choosy, "type").await(LONG).reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(mill.submit(choosy, "later").await(LONG).state()).isEqualTo(JobState.COMPLETED);
    Job error = mill.submit(choosy, "error", with -> with.retry(RetryPolicy.never())).await(LONG);
    assertThat(error.error().orElseThrow().kind()).isEqualTo("StackOverflowError");
  }

  @Test
  void aRunningJobIsCancelledByInterruptAndToken() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<StopCause> seen = new AtomicReference<>();
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    seen.set(job.stopCause().orElse(null));
                  }
                  return null;
                })
            .start();
    JobHandle<Void> handle = mill.submit(WORK, "x");
    running.await();
    assertThat(handle.cancel()).isEqualTo(JobState.CANCELLING);
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.CANCELLED);
    assertThat(seen).hasValue(StopCause.CANCELLED);
  }

  @Test
  void aWaitingJobIsCancelledAtOnce() throws Exception {
    mill = Jobmill.open(store).handle(WORK, (job, payload) -> null).start();
    JobHandle<Void> handle = mill.submit(WORK, "x", with -> with.delay(Duration.ofDays(1)));
    assertThat(handle.job().reason()).contains(Reason.SCHEDULED);
    assertThat(handle.cancel()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aTimeLimitEndsARunAndIsRetried() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  new CountDownLatch(1).await();
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x", with -> with.timeout(Duration.ofMillis(20))).await(LONG);
    assertThat(ended.state()).isEqualTo(JobState.TIMEOUT);
    assertThat(store.lookup().attempts(ended.id())).hasSize(3);
    assertThat(ended.error().orElseThrow().message()).isEqualTo("the time limit of 20 ms passed");
  }

  @Test
  void higherPriorityRunsFirst() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gate = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .slots(1)
            .handle(
                WORK,
                (job, payload) -> {
                  gate.await();
                  order.add(payload);
                  return null;
                })
            .start();
    JobHandle<Void> first = mill.submit(WORK, "first");
    while (first.job().state() != JobState.PROCESSING) {
      Thread.onSpinWait();
    }
    JobHandle<Void> low = mill.submit(WORK, "low", with -> with.priority(Priority.LOW));
    mill.submit(WORK, "normal");
    mill.submit(WORK, "high", with -> with.priority(Priority.HIGH));
    gate.countDown();
    low.await(LONG);
    assertThat(order).containsExactly("first", "high", "normal", "low");
  }

  @Test
  void aDelayedJobRunsWhenItsTimeHasCome() throws Exception {
    mill = Jobmill.open(store).handle(GREET, (job, name) -> name).start();
    JobHandle<String> handle = mill.submit(GREET, "x", with -> with.delay(Duration.ofMillis(30)));
    Job ended = handle.await(LONG);
    assertThat(ended.startedAt().orElseThrow()).isAfterOrEqualTo(ended.dueAt());
    assertThat(ended.dueAt()).isEqualTo(ended.submittedAt().plusMillis(30));
  }

  @Test
  void progressAndLogAreKept() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  job.progress(0.5, "half");
                  job.log("one");
                  job.log(LogLine.Level.WARN, "two");
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x").await(LONG);
    assertThat(ended.progress().orElseThrow().fraction()).isEqualTo(0.5);
    assertThat(store.lookup().log(ended.id(), 10))
        .extracting(LogLine::message)
        .containsExactly("one", "two");
  }

  @Test
  void theLogOfARunHasAnEnd() throws Exception {
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  IntStream.range(0, 20_000).forEach(i -> job.log("line " + i));
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x").await(LONG);
    List<LogLine> log = store.lookup().log(ended.id(), 100_000);
    assertThat(log).hasSize(LogLine.LINES_PER_RUN_MAX + 1);
    assertThat(log.getLast().message()).contains("is full");
  }

  @Test
  void everyLogLineOfARunSaysForWhichJob() throws Exception {
    AtomicReference<java.util.Map<String, String>> seen = new AtomicReference<>();
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  seen.set(MDC.getCopyOfContextMap());
                  return null;
                })
            .start();
    Job ended = mill.submit(WORK, "x", with -> with.requestId("req-1")).await(LONG);
    assertThat(seen.get())
        .containsEntry("jobId", ended.id().toString())
        .containsEntry("jobType", "work")
        .containsEntry("attempt", "1")
        .containsEntry("queue", "default")
        .containsEntry("requestId", "req-1");
  }

  @Test
  void aGracefulStopChargesNothing() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  running.countDown();
                  new CountDownLatch(1).await();
                  return null;
                })
            .start();
    JobHandle<Void> handle = mill.submit(WORK, "x");
    running.await();
    assertThat(mill.stop(Duration.ZERO, Duration.ofSeconds(20))).containsExactly(handle.id());
    Job job = handle.job();
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.attempt()).isZero();
    assertThat(job.run()).isEqualTo(1);
    assertThat(job.crashes()).isZero();
  }

  @Test
  void aHandlerThatIgnoresEverythingIsLeftBehindAndCanWriteNothing() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch wrote = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  running.countDown();
                  while (release.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  job.log("too late");
                  wrote.countDown();
                  return null;
                })
            .start();
    JobHandle<Void> handle = mill.submit(WORK, "x");
    running.await();
    mill.stop(Duration.ZERO, Duration.ZERO);
    release.countDown();
    wrote.await();
    assertThat(handle.job().state()).isEqualTo(JobState.QUEUED);
    assertThat(store.lookup().log(handle.id(), 10)).isEmpty();
  }

  @Test
  void spinningHandlersDelayNeitherACancelNorATimeLimit() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    JobType<String, Void> spin = JobType.of("spin", String.class, Void.class).onPlatformThreads();
    mill =
        Jobmill.open(store)
            .slots(cores + 2)
            .handle(
                spin,
                (job, payload) -> {
                  while (!job.isCancelled()) {
                    Thread.onSpinWait();
                  }
                  job.checkCancelled();
                  return null;
                })
            .handle(
                WORK,
                (job, payload) -> {
                  new CountDownLatch(1).await();
                  return null;
                })
            .start();
    List<JobHandle<Void>> spinning =
        IntStream.range(0, cores).mapToObj(i -> mill.submit(spin, "x")).toList();
    JobHandle<Void> limited =
        mill.submit(
            WORK, "x", with -> with.timeout(Duration.ofMillis(50)).retry(RetryPolicy.never()));
    assertThat(limited.await(LONG).state()).isEqualTo(JobState.TIMEOUT);
    for (JobHandle<Void> handle : spinning) {
      handle.cancel();
      assertThat(handle.await(LONG).state()).isEqualTo(JobState.CANCELLED);
    }
  }

  @Test
  void aPayloadThatCannotBeReadEndsItsJobAloneAtOnce() throws Exception {
    JobType<String, Void> asText = JobType.of("n", String.class, Void.class);
    JobType<Integer, Void> asNumber = JobType.of("n", Integer.class, Void.class);
    mill = Jobmill.open(store).handle(asNumber, (job, number) -> null).start();
    // Another process, as it was before the payload was changed.
    Job bad = Jobmill.clientOf(store).submit(asText, "not a number").await(LONG);
    assertThat(bad.state()).isEqualTo(JobState.FAILED);
    assertThat(bad.reason()).contains(Reason.REJECTED_PAYLOAD);
    assertThat(bad.attempt()).isEqualTo(1);
    assertThat(mill.submit(asNumber, 7).await(LONG).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aResultThatIsTooLargeFailsTheJob() throws Exception {
    mill = Jobmill.open(store).handle(GREET, (job, name) -> "x".repeat(300_000)).start();
    Job ended = mill.submit(GREET, "x").await(LONG);
    assertThat(ended.reason()).contains(Reason.RESULT_TOO_LARGE);
    assertThat(ended.state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aPayloadThatIsTooLargeIsRefusedAtTheEdge() {
    mill = Jobmill.open(store).handle(GREET, (job, name) -> name).start();
    assertThatThrownBy(() -> mill.submit(GREET, "x".repeat(300_000)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("too large");
  }

  @Test
  void theSameIdWithTheSameContentIsRecognisedAndWithOtherContentRefused() {
    mill = Jobmill.open(store).handle(GREET, (job, name) -> name).start();
    JobId id = JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab");
    List<Submission<String>> answers =
        mill.submitAll(List.of(JobRequest.of(GREET, "a").id(id), JobRequest.of(GREET, "a").id(id)));
    assertThat(answers.get(0)).isInstanceOf(Submission.Admitted.class);
    assertThat(answers.get(1)).isInstanceOf(Submission.Duplicate.class);
    assertThat(mill.submitAll(List.of(JobRequest.of(GREET, "b").id(id))).getFirst())
        .isInstanceOf(Submission.Rejected.class);
  }

  @Test
  void manyJobsFromManyThreadsAllEndOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    mill =
        Jobmill.open(store)
            .slots(200)
            .handle(
                GREET,
                (job, name) -> {
                  runs.incrementAndGet();
                  return name;
                })
            .start();
    List<JobRequest<String, String>> requests =
        IntStream.range(0, 5_000).mapToObj(i -> JobRequest.of(GREET, "n" + i)).toList();
    List<Thread> submitters =
        IntStream.range(0, 4)
            .mapToObj(i -> Thread.startVirtualThread(() -> mill.submitAll(requests)))
            .toList();
    for (Thread submitter : submitters) {
      submitter.join();
    }
    List<Submission<String>> last = mill.submitAll(requests);
    for (Submission<String> one : last) {
      ((Submission.Admitted<String>) one).handle().await(LONG);
    }
    mill.stop(Duration.ofSeconds(20), Duration.ofSeconds(5));
    assertThat(store.lookup().count().of(JobState.COMPLETED)).isEqualTo(25_000);
    assertThat(runs).hasValue(25_000);
  }

  @Test
  void aRetryByHandRunsAnEndedJobAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    mill =
        Jobmill.open(store)
            .handle(
                WORK,
                (job, payload) -> {
                  if (runs.incrementAndGet() == 1) {
                    throw new NotRetryable("first time");
                  }
                  return null;
                })
            .start();
    JobHandle<Void> handle = mill.submit(WORK, "x");
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.FAILED);
    assertThat(mill.retry(handle.id(), "ada")).contains(JobState.QUEUED);
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.COMPLETED);
    assertThat(store.lookup().events(handle.id()))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.by()).isEqualTo("ada");
          assertThat(event.what()).isEqualTo("retry");
        });
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Jobmill short1 =
          Jobmill.open(MemoryJobStore.create()).handle(GREET, (job, name) -> name).start()) {
        short1.submit(GREET, "x").result(LONG);
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("jobmill-"));
  }

  @Test
  void aSecondHandlerForATypeIsRefused() {
    JobmillBuilder builder = Jobmill.open(store).handle(GREET, (job, name) -> name);
    assertThatThrownBy(() -> builder.handle(GREET, (job, name) -> name))
        .isInstanceOf(InvalidRequest.class);
  }

  @Test
  void backoffOfARequestIsKept() {
    mill = Jobmill.open(store).queues(Set.of("other")).handle(GREET, (job, name) -> name).start();
    JobHandle<String> handle =
        mill.submit(
            GREET,
            "x",
            with ->
                with.retry(
                    RetryPolicy.exponential(7)
                        .withBackoff(Backoff.STANDARD.startingAt(Duration.ofMinutes(2)))));
    assertThat(handle.job().maxAttempts()).isEqualTo(7);
    assertThat(handle.job().spec().backoff().first()).isEqualTo(Duration.ofMinutes(2));
  }
}
