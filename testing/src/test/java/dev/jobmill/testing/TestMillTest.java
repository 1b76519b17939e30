package dev.jobmill.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// The mill for tests itself.
class TestMillTest {
  private static final JobType<String, String> WORK =
      JobType.of("work", String.class, String.class)
          .retry(RetryPolicy.fixed(2, Duration.ofSeconds(10)));

  private final List<String> done = new ArrayList<>();

  @Test
  void handlersRunOnTheThreadOfTheTestWhichIsLeftAsItWas() {
    List<Thread> threads = new ArrayList<>();
    try (TestMill mill =
        TestMill.handling(
                WORK,
                (job, payload) -> {
                  threads.add(Thread.currentThread());
                  Thread.currentThread().interrupt();
                  return payload;
                })
            .open()) {
      mill.submit(WORK, "a");
      mill.submit(WORK, "b");
      assertThat(mill.drain()).isEqualTo(2);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void jobsAreRunAtTheTimeAtWhichTheyAreDueAndInTheirOrder() {
    Instant start = Instant.parse("2030-03-31T00:00:00Z");
    try (TestMill mill =
        TestMill.with(settings -> settings.queues(List.of("default")))
            .startingAt(start)
            .handle(WORK, (job, payload) -> record(payload))
            .open()) {
      done.clear();
      clock = mill;
      mill.submit(WORK, "late", with -> with.delay(Duration.ofHours(30)));
      mill.submit(WORK, "early", with -> with.delay(Duration.ofMillis(1_234)));
      mill.submit(WORK, "now");
      mill.advance(Duration.ofDays(2));
      assertThat(done).containsExactly("now PT0S", "early PT1.234S", "late PT30H");
      assertThat(mill.now()).isEqualTo(start.plus(Duration.ofDays(2)));
    }
  }

  private TestMill clock;

  private String record(String payload) {
    Instant start = Instant.parse("2030-03-31T00:00:00Z");
    done.add(payload + " " + Duration.between(start, clock.now()));
    return payload;
  }

  @Test
  void jobsThatJobsSubmitAreRunAsWell() {
    try (TestMill mill =
        TestMill.with(settings -> {})
            .handle(
                WORK,
                (job, payload) -> {
                  done.add(payload);
                  if (payload.length() < 5) {
                    clock.submit(WORK, payload + "x");
                  }
                  return payload;
                })
            .open()) {
      clock = mill;
      mill.submit(WORK, "x");
      assertThat(mill.drain()).isEqualTo(5);
      assertThat(done).hasSize(5).last().isEqualTo("xxxxx");
    }
  }

  @Test
  void failFastThrowsIntoTheTestAndTheJobIsRetriedAllTheSame() {
    try (TestMill mill =
        TestMill.handling(
                WORK,
                (job, payload) -> {
                  if (job.attempt() == 1) {
                    throw new java.io.IOException("no disk");
                  }
                  return payload;
                })
            .failFast()
            .open()) {
      mill.submit(WORK, "x");
      assertThatThrownBy(mill::drain)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("work")
          .hasRootCauseMessage("no disk");
      assertThat(mill.only(WORK).reason()).contains(Reason.RETRY);
      mill.advance(Duration.ofSeconds(10));
      assertThat(mill.only(WORK).state()).isEqualTo(JobState.COMPLETED);
    }
  }

  @Test
  void timeLimitStrikesWhenTimePassesWhileAHandlerRuns() throws Exception {
    try (TestMill mill =
        TestMill.handling(
                WORK.timeout(Duration.ofMinutes(10)),
                (job, payload) -> {
                  job.onStop(() -> done.add("stopped"));
                  clock.advance(Duration.ofMinutes(10).minusMillis(1));
                  done.add("" + job.isCancelled());
                  clock.advance(Duration.ofMillis(1));
                  done.add("" + job.stopCause());
                  return payload;
                })
            .open()) {
      clock = mill;
      Job ended = mill.submit(WORK.timeout(Duration.ofMinutes(10)), "x").await(Duration.ofHours(1));
      assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
      assertThat(done).containsExactly("false", "stopped", "Optional[TIMEOUT]");
    }
  }

  @Test
  void timeLimitEndsAttemptsThatHeedIt() throws Exception {
    JobType<String, String> limited = WORK.timeout(Duration.ofMinutes(10));
    try (TestMill mill =
        TestMill.handling(
                limited,
                (job, payload) -> {
                  clock.advance(Duration.ofMinutes(10).plusSeconds(5));
                  job.checkCancelled();
                  return payload;
                })
            .open()) {
      clock = mill;
      JobHandle<String> handle = mill.submit(limited, "x");
      mill.drain();
      assertThat(handle.job().reason()).contains(Reason.RETRY);
      assertThat(handle.await(Duration.ofHours(1)).state()).isEqualTo(JobState.TIMEOUT);
      assertThat(mill.failures()).isEmpty();
    }
  }

  @Test
  void waitingForAJobThatDoesNotEndTakesItsTimeAndNoMore() {
    try (TestMill mill = TestMill.handling(WORK, (job, payload) -> payload).open()) {
      JobHandle<String> handle = mill.submit(WORK, "x", with -> with.delay(Duration.ofHours(2)));
      Instant start = mill.now();
      assertThatThrownBy(() -> handle.result(Duration.ofHours(1)))
          .isInstanceOf(TimeoutException.class);
      assertThat(mill.now()).isEqualTo(start.plus(Duration.ofHours(1)));
      mill.client().reschedule(handle.id(), Due.NOW, "ann");
      mill.drain();
      assertThat(handle.job().state()).isEqualTo(JobState.COMPLETED);
    }
  }

  @Test
  void jobThatSubmitsItselfForEverIsFound() {
    try (TestMill mill =
        TestMill.handling(
                WORK,
                (job, payload) -> {
                  clock.submit(WORK, payload);
                  return payload;
                })
            .open()) {
      clock = mill;
      mill.submit(WORK, "x");
      assertThatThrownBy(mill::drain).hasMessageContaining("submit itself again");
    }
  }

  @Test
  void historyIsForgottenWhenItsTimeIsOver() {
    try (TestMill mill = TestMill.handling(WORK, (job, payload) -> payload).open()) {
      mill.submit(WORK, "x");
      mill.drain();
      mill.advance(Duration.ofHours(47));
      assertThat(mill.jobs()).hasSize(1);
      mill.advance(Duration.ofHours(2));
      assertThat(mill.jobs()).isEmpty();
      assertThatThrownBy(() -> mill.only(WORK)).hasMessageContaining("there are 0");
    }
  }
}
