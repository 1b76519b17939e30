package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobListener;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.job.Submission;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Claims;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.memory.MemoryJobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What listeners hear, on the memory store with the engine's real threads. What is told before a
/// close has been heard after it.
@Timeout(60)
class JobListenerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());
  private static final JobType<String, String> TRIED =
      JobType.of("tried", String.class, String.class)
          .retry(RetryPolicy.fixed(2, Duration.ofMillis(1)));

  private final List<JobNotice> heard = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private JobStore store = MemoryJobStore.create();
  private Jobmill mill;

  @AfterEach
  void close() {
    if (mill != null) {
      mill.stop(Duration.ZERO, Duration.ofSeconds(5));
      mill.close();
    }
  }

  private JobmillBuilder opened() {
    return Jobmill.open(store)
        .listen(heard::add)
        .handle(WORK, (job, payload) -> work(payload))
        .handle(TRIED, (job, payload) -> work(payload));
  }

  private String work(String payload) throws InterruptedException {
    return switch (payload) {
      case "fail" -> throw new IllegalStateException("on purpose");
      case "fail once" -> {
        if (calls.incrementAndGet() == 1) {
          throw new IllegalStateException("on purpose");
        }
        yield "ok";
      }
      case "snooze" -> {
        if (calls.incrementAndGet() == 1) {
          throw new Snooze(Duration.ofMillis(1), "nothing yet");
        }
        yield "ok";
      }
      case "wait" -> {
        inside.countDown();
        never.await();
        yield "never";
      }
      default -> payload;
    };
  }

  /// What has been told of each job, as words, once everything has been heard.
  private List<String> toldOf(JobId id) {
    mill.close();
    synchronized (heard) {
      return heard.stream()
          .filter(notice -> notice.job().id().equals(id))
          .map(notice -> notice.getClass().getSimpleName() + " " + notice.job().run())
          .toList();
    }
  }

  @Test
  void aPlainLifeIsTold() throws Exception {
    mill = opened().start();
    JobHandle<String> handle = mill.submit(WORK, "hello");
    handle.result(LONG);
    assertThat(toldOf(handle.id())).containsExactly("Submitted 0", "Started 1", "Completed 1");
    assertThat(heard.getFirst().job().type()).isEqualTo("work");
    assertThat(heard.getFirst().job().queue()).isEqualTo("default");
  }

  @Test
  void retriesFailuresAndSnoozesAreTold() throws Exception {
    mill = opened().start();
    JobHandle<String> failed = mill.submit(WORK, "fail");
    failed.await(LONG);
    JobHandle<String> tried = mill.submit(TRIED, "fail once");
    tried.await(LONG);
    calls.set(0);
    JobHandle<String> snoozed = mill.submit(WORK, "snooze");
    snoozed.await(LONG);
    assertThat(toldOf(failed.id())).containsExactly("Submitted 0", "Started 1", "Failed 1");
    assertThat(toldOf(tried.id()))
        .containsExactly("Submitted 0", "Started 1", "Retrying 1", "Started 2", "Completed 2");
    assertThat(toldOf(snoozed.id()))
        .containsExactly("Submitted 0", "Started 1", "Snoozed 1", "Started 2", "Completed 2");
  }

  @Test
  void aTimeLimitIsTold() throws Exception {
    mill = opened().start();
    JobHandle<String> handle =
        mill.submit(WORK, "wait", with -> with.timeout(Duration.ofMillis(20)));
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.TIMEOUT);
    assertThat(toldOf(handle.id())).containsExactly("Submitted 0", "Started 1", "TimedOut 1");
  }

  @Test
  void aCancelOfARunningJobIsToldOnceWithItsEnd() throws Exception {
    mill = opened().start();
    JobHandle<String> handle = mill.submit(WORK, "wait");
    inside.await();
    handle.cancel();
    handle.await(LONG);
    assertThat(toldOf(handle.id()))
        .containsExactly("Submitted 0", "Started 1", "Cancelling 1", "Cancelled 1");
  }

  @Test
  void whatPeopleDoToWaitingAndEndedJobsIsTold() throws Exception {
    mill = opened().start();
    JobHandle<String> later = mill.submit(WORK, "never", with -> with.delay(Duration.ofHours(1)));
    mill.cancel(later.id(), "me");
    mill.delete(later.id(), "me");
    JobHandle<String> again = mill.submit(WORK, "again");
    again.result(LONG);
    mill.retry(again.id(), "me");
    again.result(LONG);
    assertThat(toldOf(later.id())).containsExactly("Submitted 0", "Cancelled 0", "Deleted 0");
    assertThat(toldOf(again.id()))
        .containsExactly(
            "Submitted 0", "Started 1", "Completed 1", "Requeued 1", "Started 2", "Completed 2");
  }

  @Test
  void aDuplicateIsNotTold() throws Exception {
    mill = opened().start();
    JobRequest<String, String> request =
        JobRequest.of(WORK, "later").unique("one").delay(Duration.ofHours(1));
    JobHandle<String> first = mill.submit(request);
    assertThat(mill.submitAll(List.of(request)).getFirst())
        .isInstanceOf(Submission.Duplicate.class);
    assertThat(toldOf(first.id())).containsExactly("Submitted 0");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aRunThatIsGivenBackIsTold() throws Exception {
    mill = opened().start();
    JobHandle<String> handle = mill.submit(WORK, "wait");
    inside.await();
    mill.stop(Duration.ZERO, Duration.ofSeconds(5));
    assertThat(toldOf(handle.id())).containsExactly("Submitted 0", "Started 1", "GivenBack 1");
  }

  @Test
  void aLostLeaseIsTold() throws Exception {
    JobStore inner = store;
    store =
        new ForwardingStore(inner) {
          @Override
          public Claims claims() {
            return renewing(
                inner.claims(), request -> new Renewal(Set.of(), Set.copyOf(request.runs())));
          }
        };
    CountDownLatch lost = new CountDownLatch(1);
    mill =
        opened()
            .lease(Duration.ofSeconds(1), Duration.ofMillis(250))
            .listen(notice -> {
              if (notice instanceof JobNotice.Lost) {
                lost.countDown();
              }
            })
            .start();
    JobHandle<String> handle = mill.submit(WORK, "wait");
    inside.await();
    lost.await();
    assertThat(toldOf(handle.id())).startsWith("Submitted 0", "Started 1", "Lost 1");
  }

  private interface Renewing {
    Renewal of(RenewRequest request);
  }

  private static Claims renewing(Claims inner, Renewing renewing) {
    return (Claims)
        Proxy.newProxyInstance(
            Claims.class.getClassLoader(),
            new Class<?>[] {Claims.class},
            (proxy, method, arguments) ->
                method.getName().equals("renew")
                    ? renewing.of((RenewRequest) arguments[0])
                    : passedOn(method, inner, arguments));
  }

  private static Object passedOn(Method method, Object inner, Object[] arguments) throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  @Test
  void aCancelThatTheRunNeverHeardOfIsToldAsWhatItWas() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    JobStore inner = store;
    store =
        new ForwardingStore(inner) {
          @Override
          public Claims claims() {
            // Heartbeats tell nothing, so the run cannot hear of the cancel.
            return renewing(inner.claims(), request -> new Renewal(Set.of(), Set.of()));
          }
        };
    mill =
        Jobmill.open(store)
            .listen(heard::add)
            .handle(
                WORK,
                (job, payload) -> {
                  inside.countDown();
                  cancelled.await();
                  throw new NotRetryable("on purpose");
                })
            .start();
    JobHandle<String> handle = mill.submit(WORK, "x");
    inside.await();
    handle.cancel();
    cancelled.countDown();
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.CANCELLED);
    assertThat(toldOf(handle.id())).containsExactly("Submitted 0", "Started 1", "Cancelled 1");
  }

  @Test
  void aSubmissionIsToldBeforeWhatCameOfItHoweverLateItsAnswerIs() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    JobStore inner = store;
    store =
        new ForwardingStore(inner) {
          @Override
          public Admission admission() {
            return (Admission)
                Proxy.newProxyInstance(
                    Admission.class.getClassLoader(),
                    new Class<?>[] {Admission.class},
                    (proxy, method, arguments) -> {
                      Object answer = passedOn(method, inner.admission(), arguments);
                      if (method.getName().equals("admit")) {
                        done.await();
                      }
                      return answer;
                    });
          }
        };
    mill =
        opened()
            .listen(notice -> {
              if (notice instanceof JobNotice.Completed) {
                done.countDown();
              }
            })
            .start();
    JobHandle<String> handle = mill.submit(WORK, "quick");
    assertThat(toldOf(handle.id())).containsExactly("Submitted 0", "Started 1", "Completed 1");
  }

  @Test
  void aThrowingListenerHarmsNobodyAndIsCounted() throws Exception {
    JobListener throwing =
        notice -> {
          Thread.currentThread().interrupt();
          throw new StackOverflowError("on purpose");
        };
    mill =
        Jobmill.open(store).listen(throwing).listen(heard::add).handle(WORK, (j, p) -> p).start();
    for (int i = 0; i < 10; i++) {
      assertThat(mill.submit(WORK, "x").result(LONG)).isEqualTo("x");
    }
    mill.close();
    assertThat(heard).hasSize(30);
    assertThat(mill.status().listenerFailures()).isEqualTo(30);
  }

  @Test
  void aListenerThatHangsHoldsUpNoJobAndWhatItMissesIsCounted() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    JobListener hangs =
        notice -> {
          hanging.countDown();
          try {
            release.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        };
    mill = Jobmill.open(store).listen(hangs).listen(heard::add).handle(WORK, (j, p) -> p).start();
    mill.submit(WORK, "first").result(LONG);
    hanging.await();
    List<JobRequest<String, String>> many =
        IntStream.range(0, 5_000).mapToObj(i -> JobRequest.of(WORK, "x")).toList();
    for (Submission<String> submission : mill.submitAll(many)) {
      ((Submission.Admitted<String>) submission).handle().result(LONG);
    }
    assertThat(mill.status().noticesDropped()).isPositive();
    release.countDown();
    mill.close();
    // 5 001 jobs are three notices each: what was not dropped was heard.
    assertThat(heard.size() + mill.status().noticesDropped()).isEqualTo(15_003);
  }

  @Test
  void noticesOfOneJobKeepTheirOrderUnderLoad() throws Exception {
    mill = opened().slots(8).start();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  JobHandle<String> handle = mill.submit(TRIED, i % 10 == 0 ? "fail" : "x");
                  if (i % 20 == 0) {
                    handle.cancel();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    mill.stop(LONG, LONG);
    mill.close();
    Map<JobId, List<JobNotice>> byJob = new HashMap<>();
    heard.forEach(
        notice -> byJob.computeIfAbsent(notice.job().id(), id -> new ArrayList<>()).add(notice));
    assertThat(byJob).hasSize(800);
    byJob.values().forEach(JobListenerTest::assertOrder);
  }

  private static void assertOrder(List<JobNotice> life) {
    assertThat(life.getFirst()).as("%s", life).isInstanceOf(JobNotice.Submitted.class);
    int run = 0;
    boolean running = false;
    for (JobNotice notice : life.subList(1, life.size())) {
      switch (notice) {
        case JobNotice.Started started -> {
          assertThat(running).as("%s", life).isFalse();
          run++;
          running = true;
          assertThat(started.job().run()).as("%s", life).isEqualTo(run);
        }
        case JobNotice.Cancelling cancelling -> assertThat(running).as("%s", life).isTrue();
        case JobNotice.Submitted twice -> throw new AssertionError("twice: " + life);
        default -> running = false;
      }
    }
    assertThat(running).as("%s", life).isFalse();
  }

  @Test
  void aListenerMayUseTheMillAndCloseIt() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger rest = new AtomicInteger();
    Jobmill[] own = new Jobmill[1];
    CountDownLatch ready = new CountDownLatch(1);
    mill =
        Jobmill.open(store)
            .handle(WORK, (job, payload) -> payload)
            .listen(notice -> {
              try {
                ready.await();
              } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
              }
              if (notice instanceof JobNotice.Completed && rest.getAndIncrement() == 0) {
                own[0].submit(WORK, "more");
                own[0].close();
                closed.countDown();
              }
            })
            .start();
    own[0] = mill;
    ready.countDown();
    mill.submit(WORK, "x").result(LONG);
    closed.await();
  }

  @Test
  void withoutListenersThereIsNoThread() {
    mill = Jobmill.open(store).handle(WORK, (job, payload) -> payload).start();
    assertThat(mill.status().loops()).noneMatch(loop -> loop.name().equals("jobmill-notices"));
  }
}
