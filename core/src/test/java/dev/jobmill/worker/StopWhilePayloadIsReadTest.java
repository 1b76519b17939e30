package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.Jobmill;
import dev.jobmill.JobmillBuilder;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.store.memory.MemoryJobStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A run that is stopped before its handler has begun, while its payload is brought up.
@Timeout(60)
class StopWhilePayloadIsReadTest {
  record Old(String name) {}

  private static final JobType<Old, Void> BEFORE = JobType.of("t", Old.class, Void.class);

  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  private Map<String, Object> block(Map<String, Object> fields) {
    reading.countDown();
    try {
      never.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted while the payload was brought up", stopped);
    }
    return fields;
  }

  private JobmillBuilder mill() {
    return Jobmill.open(MemoryJobStore.create())
        .handle(BEFORE.version(2).upgrade(1, this::block), (job, payload) -> null);
  }

  @Test
  void stopOfTheWorkerGivesTheJobBack() throws InterruptedException {
    try (Jobmill mill = mill().start()) {
      JobHandle<Void> handle = mill.submit(BEFORE, new Old("Ada"));
      reading.await();
      mill.stop(Duration.ZERO, Duration.ofSeconds(30));
      Job job = handle.job();
      assertThat(job.state()).isEqualTo(JobState.QUEUED);
      assertThat(job.attempt()).isZero();
    }
  }

  @Test
  void timeLimitIsAFailedAttemptAndNotARejectedPayload() throws Exception {
    try (Jobmill mill = mill().start()) {
      JobHandle<Void> handle =
          mill.submit(BEFORE, new Old("Ada"), with -> with.timeout(Duration.ofMillis(50)));
      Job ended = null;
      while (ended == null || ended.attempt() == 0 || ended.error().isEmpty()) {
        ended = handle.job();
        Thread.onSpinWait();
      }
      assertThat(ended.error().get().kind()).isEqualTo("Timeout");
      assertThat(ended.state()).isNotEqualTo(JobState.FAILED);
    }
  }
}
