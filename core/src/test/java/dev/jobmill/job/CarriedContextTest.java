package dev.jobmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.Jobmill;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/// What a handler hands to other threads knows whose work it is.
@Timeout(60)
class CarriedContextTest {
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class).retry(RetryPolicy.never());

  private final ExecutorService other =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("other").factory());

  @AfterEach
  void close() {
    MDC.clear();
    other.shutdownNow();
  }

  private String run(JobHandler<String, String> handler) throws Exception {
    try (Jobmill mill = Jobmill.open(MemoryJobStore.create()).handle(WORK, handler).start()) {
      return mill.submit(WORK, "payload").result(Duration.ofSeconds(30));
    }
  }

  private static String seen() {
    return JobContext.current().map(job -> job.id().toString()).orElse("none")
        + " "
        + MDC.get("jobId")
        + " "
        + MDC.get("own");
  }

  @Test
  void aHandlersOwnThreadKnowsItsJob() throws Exception {
    String told = run((job, payload) -> JobContext.current().equals(Optional.of(job)) + "");
    assertThat(told).isEqualTo("true");
    assertThat(JobContext.current()).isEmpty();
  }

  @Test
  void wrappedWorkKnowsItsJobAndItsLogWordsOnAnotherThread() throws Exception {
    String[] id = new String[1];
    String told =
        run((job, payload) -> {
          id[0] = job.id().toString();
          MDC.put("own", "handler");
          Callable<String> seen = CarriedContextTest::seen;
          return other.submit(job.wrap(seen)).get() + "|" + other.submit(seen).get();
        });
    assertThat(told).isEqualTo(id[0] + " " + id[0] + " handler|none null null");
  }

  @Test
  void aRunnableLeavesTheOtherThreadAsItWas() throws Exception {
    other.submit(() -> MDC.put("own", "thread")).get();
    String told =
        run((job, payload) -> {
          MDC.put("own", "handler");
          String[] inside = new String[1];
          Runnable body =
              () -> {
                inside[0] = MDC.get("own");
                MDC.put("own", "changed inside");
                throw new IllegalStateException("on purpose");
              };
          assertThatThrownBy(() -> other.submit(job.wrap(body)).get())
              .hasRootCauseMessage("on purpose");
          return inside[0] + " " + other.submit(() -> MDC.get("own")).get();
        });
    assertThat(told).isEqualTo("handler thread");
  }

  @Test
  void wrappingIsNeutralToInterruption() throws Exception {
    String told =
        run((job, payload) -> {
          boolean[] inside = new boolean[1];
          Thread.currentThread().interrupt();
          job.wrap(() -> inside[0] = Thread.currentThread().isInterrupted()).call();
          return inside[0] + " " + Thread.interrupted();
        });
    assertThat(told).isEqualTo("true true");
  }

  @Test
  void aCheckedErrorComesOutAsItIs() throws Exception {
    String told =
        run((job, payload) -> {
          Callable<String> failing =
              () -> {
                throw new IOException("on purpose");
              };
          try {
            return job.wrap(failing).call();
          } catch (IOException expected) {
            return "caught";
          }
        });
    assertThat(told).isEqualTo("caught");
  }

  @Test
  void workThatIsWrappedWhereNothingIsSaidSaysNothing() throws Exception {
    String told =
        run((job, payload) -> {
          MDC.clear();
          Callable<String> wrapped = job.wrap(() -> "" + MDC.getCopyOfContextMap());
          MDC.setContextMap(Map.of("own", "later"));
          return wrapped.call() + " " + MDC.get("own");
        });
    assertThat(told).isIn("null later", "{} later");
  }
}
