package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Interceptor;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.store.memory.MemoryJobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Code around handlers, on the memory store with the engine's real threads.
@Timeout(60)
class InterceptorTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger handled = new AtomicInteger();
  private final JobHandler<String, String> handler =
      (job, payload) -> {
        handled.incrementAndGet();
        order.add("handler " + payload);
        return payload + "!";
      };
  private Jobmill mill;

  @AfterEach
  void close() {
    mill.stop(Duration.ZERO, Duration.ofSeconds(5));
    mill.close();
  }

  private Job runWith(Interceptor... interceptors) throws Exception {
    return runWith(handler, interceptors);
  }

  private Job runWith(JobHandler<String, String> code, Interceptor... interceptors)
      throws Exception {
    JobmillBuilder builder = Jobmill.open(MemoryJobStore.create());
    for (Interceptor interceptor : interceptors) {
      builder.intercept(interceptor);
    }
    mill = builder.handle(WORK, code).start();
    return mill.submit(WORK, "in").await(LONG);
  }

  private static String resultOf(Job job) {
    return job.result().orElseThrow().text();
  }

  private static Failure errorOf(Job job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    return job.error().orElseThrow();
  }

  private Interceptor named(String name) {
    return new Interceptor() {
      @Override
      public <P, R> R around(JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
          throws Exception {
        order.add(name + " before " + type.name() + " " + payload);
        R result = next.handle(job, payload);
        order.add(name + " after " + result);
        return result;
      }
    };
  }

  @Test
  void interceptorsStandAroundOneAnotherInOrder() throws Exception {
    assertThat(resultOf(runWith(named("first"), named("second")))).isEqualTo("\"in!\"");
    assertThat(order)
        .containsExactly(
            "first before work in",
            "second before work in",
            "handler in",
            "second after in!",
            "first after in!");
  }

  private static <P, R> R refuse(
      JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) {
    throw new NotRetryable("no tenant " + payload);
  }

  @Test
  void whatAnInterceptorThrowsIsTheJobsFailure() throws Exception {
    Job job = runWith(named("outer"), InterceptorTest::refuse);
    assertThat(errorOf(job).message()).isEqualTo("no tenant in");
    assertThat(job.reason()).contains(Reason.NOT_RETRYABLE);
    assertThat(handled).hasValue(0);
    assertThat(order).containsExactly("outer before work in");
  }

  private static <P, R> R skip(
      JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) {
    return null;
  }

  @Test
  void oneThatDoesNotCallOnTakesTheHandlersPlace() throws Exception {
    Job job = runWith(InterceptorTest::skip);
    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(job.result()).isEmpty();
    assertThat(handled).hasValue(0);
  }

  private static <P, R> R callTwice(
      JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) throws Exception {
    next.handle(job, payload);
    return next.handle(job, payload);
  }

  @Test
  void aSecondCallRunsNothingAndFailsTheRun() throws Exception {
    Failure error = errorOf(runWith(InterceptorTest::callTwice));
    assertThat(error.kind()).isEqualTo("IllegalStateException");
    assertThat(error.message()).contains("a second time");
    assertThat(handled).hasValue(1);
  }

  private static <P, R> R callElsewhere(
      JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) throws Exception {
    CompletableFuture<R> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(next.handle(job, payload));
          } catch (Exception thrown) {
            answer.completeExceptionally(thrown);
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new IllegalArgumentException("elsewhere", failed.getCause());
    }
  }

  @Test
  void aCallOnAnotherThreadRunsNothing() throws Exception {
    Failure error = errorOf(runWith(InterceptorTest::callElsewhere));
    assertThat(error.stack()).contains("on another thread");
    assertThat(handled).hasValue(0);
  }

  @Test
  void aCallAfterTheEndRunsNothing() throws Exception {
    AtomicReference<JobHandler<String, String>> kept = new AtomicReference<>();
    AtomicReference<Throwable> late = new AtomicReference<>();
    Interceptor keeping =
        new Interceptor() {
          @Override
          @SuppressWarnings("unchecked")
          public <P, R> R around(
              JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) {
            kept.set((JobHandler<String, String>) next);
            return null;
          }
        };
    Interceptor outer =
        new Interceptor() {
          @Override
          public <P, R> R around(
              JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
              throws Exception {
            R result = next.handle(job, payload);
            try {
              kept.get().handle(job, "late");
            } catch (IllegalStateException refused) {
              late.set(refused);
            }
            return result;
          }
        };
    assertThat(runWith(outer, keeping).state()).isEqualTo(JobState.COMPLETED);
    assertThat(late.get()).isInstanceOf(IllegalStateException.class);
    assertThat(handled).hasValue(0);
  }

  @Test
  void anInterceptorSeesTheHandlersErrorAndItsOwnContext() throws Exception {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Interceptor rollback =
        new Interceptor() {
          @Override
          public <P, R> R around(
              JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next)
              throws Exception {
            try {
              return next.handle(job, payload);
            } catch (IllegalArgumentException failed) {
              seen.add(failed.getMessage());
              seen.add(JobContext.current().equals(Optional.of(job)));
              throw failed;
            }
          }
        };
    Job job =
        runWith(
            (context, payload) -> {
              throw new IllegalArgumentException("on purpose");
            },
            rollback);
    assertThat(errorOf(job).message()).isEqualTo("on purpose");
    assertThat(seen).containsExactly("on purpose", true);
  }

  @Test
  void aCancelReachesAnInterceptor() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Interceptor waiting =
        new Interceptor() {
          @Override
          public <P, R> R around(
              JobContext job, JobType<P, R> type, P payload, JobHandler<P, R> next) {
            inside.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException told) {
              throw new CancelledRun("told to stop", told);
            }
            return null;
          }
        };
    mill = Jobmill.open(MemoryJobStore.create()).intercept(waiting).handle(WORK, handler).start();
    JobHandle<String> handle = mill.submit(WORK, "in");
    inside.await();
    handle.cancel();
    assertThat(handle.await(LONG).state()).isEqualTo(JobState.CANCELLED);
    assertThat(handled).hasValue(0);
  }
}
