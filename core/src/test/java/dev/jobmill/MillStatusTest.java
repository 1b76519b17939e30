package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.JobType;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.ManualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a mill says of itself.
@Timeout(60)
class MillStatusTest {
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class);

  private final ManualTime time = ManualTime.standing();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /// A store whose pass over what is due does not come back.
  private JobStore blocking(JobStore inner) {
    return new ForwardingStore(inner) {
      @Override
      public Upkeep upkeep() {
        return (Upkeep)
            Proxy.newProxyInstance(
                Upkeep.class.getClassLoader(),
                new Class<?>[] {Upkeep.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("promote")) {
                    inside.countDown();
                    release.await();
                  }
                  try {
                    return method.invoke(inner.upkeep(), arguments);
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                  }
                });
      }
    };
  }

  private static LoopStatus named(MillStatus status, String name) {
    return status.loops().stream()
        .filter(loop -> loop.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBlockedDutyShowsWithinAMinute() throws Exception {
    try (Jobmill mill =
        Jobmill.open(blocking(MemoryJobStore.create()))
            .time(time)
            .handle(WORK, (job, payload) -> payload)
            .start()) {
      inside.await();
      assertThat(mill.status().blocked()).isEmpty();
      time.advance(Duration.ofSeconds(59));
      assertThat(mill.status().blocked()).contains("Promoter");
      assertThat(named(mill.status(), "Promoter").lastError()).startsWith("blocked for ");
      release.countDown();
      mill.stop(Duration.ZERO, Duration.ZERO);
      assertThat(mill.status().blocked()).isEmpty();
      assertThat(named(mill.status(), "Promoter").lastSuccess()).isEqualTo(time.now());
      assertThat(named(mill.status(), "Promoter").lastError()).isNull();
    }
  }

  @Test
  void everyLoopAndDutyTellsItsLastSuccess() throws Exception {
    try (Jobmill mill =
        Jobmill.open(MemoryJobStore.create())
            .listen(notice -> {})
            .handle(WORK, (job, payload) -> payload)
            .start()) {
      mill.submit(WORK, "x").result(Duration.ofSeconds(30));
      mill.stop(Duration.ZERO, Duration.ofSeconds(5));
      MillStatus status = mill.status();
      assertThat(status.running()).isZero();
      assertThat(status.loops())
          .extracting(LoopStatus::name)
          .contains(
              "jobmill-claim",
              "jobmill-report",
              "jobmill-note",
              "jobmill-lease",
              "jobmill-limits",
              "jobmill-duties",
              "jobmill-notices",
              "Promoter",
              "Reaper",
              "Pruner",
              "Releaser",
              "Expirer");
      assertThat(named(status, "jobmill-report").lastSuccess()).isAfter(Instant.EPOCH);
      assertThat(named(status, "jobmill-claim").lastError()).isNull();
    }
  }
}
