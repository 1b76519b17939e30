package dev.jobmill.store;

import static dev.jobmill.job.JobState.CANCELLED;
import static dev.jobmill.job.JobState.CANCELLING;
import static dev.jobmill.job.JobState.COMPLETED;
import static dev.jobmill.job.JobState.FAILED;
import static dev.jobmill.job.JobState.PENDING;
import static dev.jobmill.job.JobState.PROCESSING;
import static dev.jobmill.job.JobState.QUEUED;
import static dev.jobmill.job.JobState.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Failure;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep.Suspicion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextStepTest {
  private static final Failure ERROR = Failure.of("Oops", "it broke");
  private static final List<Outcome> UNSUCCESSFUL =
      List.of(
          new Outcome.Failed(ERROR, Reason.NOT_RETRYABLE),
          new Outcome.TimedOut(ERROR),
          new Outcome.Retry(ERROR, Outcome.Cause.FAILED, Duration.ofSeconds(1)));

  @Test
  void aReportOfAProcessingRunIsFollowed() {
    assertThat(
            UNSUCCESSFUL.stream().map(outcome -> NextStep.afterReport(PROCESSING, outcome).state()))
        .containsExactly(FAILED, TIMEOUT, PENDING);
    assertThat(NextStep.afterReport(PROCESSING, new Outcome.Completed(null)).state())
        .isEqualTo(COMPLETED);
  }

  @Test
  void whileCancellingEverythingButSuccessEndsCancelled() {
    for (Outcome outcome : UNSUCCESSFUL) {
      NextStep step = NextStep.afterReport(CANCELLING, outcome);
      assertThat(step.state()).isEqualTo(CANCELLED);
      assertThat(step.reason()).isNull();
      assertThat(step.error()).isEqualTo(ERROR);
    }
    assertThat(NextStep.afterReport(CANCELLING, new Outcome.Completed(null)).state())
        .isEqualTo(COMPLETED);
    assertThat(NextStep.afterRelease(CANCELLING).state()).isEqualTo(CANCELLED);
    assertThat(NextStep.afterCrash(CANCELLING, 3, 3, true).state()).isEqualTo(CANCELLED);
  }

  @Test
  void aReleaseChargesNothing() {
    NextStep step = NextStep.afterRelease(PROCESSING);
    assertThat(step.state()).isEqualTo(QUEUED);
    assertThat(step.givesAttemptBack()).isTrue();
    assertThat(step.error()).isNull();
  }

  @Test
  void aFirstCrashQueuesAtOnceAndLaterOnesWaitLongerUpToAMinute() {
    assertThat(NextStep.afterCrash(PROCESSING, 1, 0, false).state()).isEqualTo(QUEUED);
    assertThat(
            List.of(2, 3, 4, 8, 100).stream()
                .map(crashes -> NextStep.afterCrash(PROCESSING, crashes, 2, false))
                .peek(step -> assertThat(step.state()).isEqualTo(PENDING))
                .peek(step -> assertThat(step.reason()).isEqualTo(Reason.RETRY))
                .peek(step -> assertThat(step.givesAttemptBack()).isTrue())
                .map(step -> step.delay().toSeconds()))
        .containsExactly(1L, 2L, 4L, 60L, 60L);
  }

  @Test
  void aCrashMakesASuspectAndAnOwnReportLiftsThatWhileAReleaseDoesNot() {
    assertThat(NextStep.afterCrash(PROCESSING, 1, 0, false).suspicion())
        .isEqualTo(Suspicion.RAISED);
    assertThat(NextStep.afterCrash(PROCESSING, 2, 2, false).suspicion())
        .isEqualTo(Suspicion.RAISED);
    assertThat(NextStep.afterRelease(PROCESSING).suspicion()).isEqualTo(Suspicion.AS_BEFORE);
    for (Outcome outcome : UNSUCCESSFUL) {
      assertThat(NextStep.afterReport(PROCESSING, outcome).suspicion()).isEqualTo(Suspicion.LIFTED);
    }
    assertThat(NextStep.afterReport(PROCESSING, new Outcome.Snoozed(Duration.ZERO)).suspicion())
        .isEqualTo(Suspicion.LIFTED);
  }

  @Test
  void theThirdCrashWhileAloneEndsTheJobQuarantined() {
    NextStep step = NextStep.afterCrash(PROCESSING, 9, 3, false);
    assertThat(step.state()).isEqualTo(JobState.FAILED);
    assertThat(step.reason()).isEqualTo(Reason.QUARANTINED);
    assertThat(step.suspicion()).isEqualTo(Suspicion.LIFTED);
    assertThat(step.error()).isNotNull();
    assertThat(step.error().kind()).isEqualTo("Quarantined");
    assertThat(step.error().message()).contains("3 times").contains("retry the job by hand");
    assertThat(NextStep.afterCrash(PROCESSING, 9, 2, false).state()).isEqualTo(PENDING);
  }

  @Test
  void aJobThatDoesNotRunCannotTakeAStep() {
    for (JobState state : List.of(PENDING, QUEUED, COMPLETED)) {
      assertThatThrownBy(() -> NextStep.afterReport(state, new Outcome.TimedOut(ERROR)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theLastErrorStaysUntilTheJobCompletes() {
    assertThat(NextStep.afterRelease(PROCESSING).errorAfter(ERROR)).isEqualTo(ERROR);
    assertThat(NextStep.afterReport(PROCESSING, new Outcome.Completed(null)).errorAfter(ERROR))
        .isNull();
  }

  @Test
  void aJobThatMayRunOnlyOnceIsLostWithItsWorker() {
    NextStep step = NextStep.afterCrash(PROCESSING, 5, 3, true);
    assertThat(step.state()).isEqualTo(JobState.FAILED);
    assertThat(step.reason()).isEqualTo(Reason.LOST);
    assertThat(step.givesAttemptBack()).isFalse();
    assertThat(step.error()).isNotNull();
    assertThat(NextStep.afterRelease(PROCESSING).state()).isEqualTo(QUEUED);
  }

  @Test
  void aSnoozeChargesNothingAndWaitsForItsTime() {
    NextStep step = NextStep.afterReport(PROCESSING, new Outcome.Snoozed(Duration.ofSeconds(7)));
    assertThat(step.state()).isEqualTo(PENDING);
    assertThat(step.reason()).isEqualTo(Reason.SCHEDULED);
    assertThat(step.delay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(step.givesAttemptBack()).isTrue();
    assertThat(step.errorAfter(ERROR)).isEqualTo(ERROR);
    assertThat(NextStep.afterReport(CANCELLING, new Outcome.Snoozed(Duration.ofSeconds(7))).state())
        .isEqualTo(CANCELLED);
  }

  @Test
  void leasesAreBelievedOnlyAfterAQuietWhile() {
    LeaseGrace grace = new LeaseGrace(Duration.ofSeconds(10), Duration.ofSeconds(30));
    Clock clock = new Clock();
    assertThat(clock.ask(grace)).as("just started").isFalse();
    clock.passes(6, 5, grace);
    assertThat(clock.ask(grace)).as("one lease later").isTrue();
    clock.sleep(600);
    assertThat(clock.ask(grace)).as("the laptop slept").isFalse();
    clock.passes(7, 5, grace);
    assertThat(clock.ask(grace)).isTrue();
    clock.wall = clock.wall.plusSeconds(60);
    assertThat(clock.ask(grace)).as("the clock was set forward").isFalse();
  }

  private static final class Clock {
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;

    boolean ask(LeaseGrace grace) {
      return grace.mayReap(wall, nanos);
    }

    void sleep(long seconds) {
      wall = wall.plusSeconds(seconds);
      nanos += Duration.ofSeconds(seconds).toNanos();
    }

    void passes(int times, long seconds, LeaseGrace grace) {
      for (int i = 0; i < times; i++) {
        sleep(seconds);
        ask(grace);
      }
    }
  }
}
