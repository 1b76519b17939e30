package dev.jobmill.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What people do to schedules.
class StoreSchedulesTest extends LossyClient {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RecurringJobs schedules = client.schedules();
  private final Instant start = time.now();
  private final Schedule hourly = Every.of(HOUR).from(start.plus(HOUR));

  private RecurringJob<String, String> job(String name) {
    return RecurringJob.of(name, hourly, request("x"));
  }

  private void pass(Duration span) {
    time.advance(span);
    while (store.schedules().fire(100).next().isZero()) {
      Thread.onSpinWait();
    }
  }

  private static void assertInvalid(String part, ThrowingCallable call) {
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(call).withMessageContaining(part);
  }

  @Test
  void tellsWhatComesNextAndWhatWasMade() {
    schedules.put(job("a").overlap(Overlap.ALLOW).endsAt(start.plus(HOUR.multipliedBy(4))));
    pass(HOUR);
    pass(HOUR);
    assertThat(schedules.next("a", 5))
        .containsExactly(start.plus(HOUR.multipliedBy(3)), start.plus(HOUR.multipliedBy(4)));
    assertThat(schedules.past("a", 5).stream().map(Job::dueAt))
        .containsExactly(start.plus(HOUR.multipliedBy(2)), start.plus(HOUR));
    assertThat(schedules.past("a", 1)).hasSize(1);
    assertThat(schedules.next("unknown", 5)).isEmpty();
    assertThat(schedules.past("unknown", 5)).isEmpty();
  }

  @Test
  void pausesAndResumesByName() {
    schedules.put(job("a"));
    assertThat(schedules.pause("a").orElseThrow().state().paused()).isTrue();
    assertThat(schedules.next("a", 1)).isEmpty();
    pass(HOUR.multipliedBy(2));
    assertThat(schedules.past("a", 1)).isEmpty();
    assertThat(schedules.resume("a").orElseThrow().next())
        .contains(start.plus(HOUR.multipliedBy(3)));
    assertThat(schedules.pause("unknown")).isEmpty();
  }

  @Test
  void runsNowBesideTheSchedule() {
    schedules.put(job("a"));
    schedules.pause("a");
    Submission<Object> first = schedules.runNow("a").orElseThrow();
    Submission<Object> second = schedules.runNow("a").orElseThrow();
    JobId id = ((Submission.Admitted<Object>) first).handle().id();
    assertThat(((Submission.Duplicate<Object>) second).handle().id()).isEqualTo(id);
    Job made = client.find(id).orElseThrow();
    assertThat(made.tags()).containsExactly("schedule:a");
    assertThat(made.dueAt()).isEqualTo(start);
    assertThat(schedules.past("a", 9)).hasSize(1);
    assertThat(schedules.find("a").orElseThrow().state().lastFired()).isNull();
    assertThat(schedules.runNow("unknown")).isEmpty();
  }

  @Test
  void runNowThatIsAnsweredTooLateMakesOneJob() {
    schedules.put(job("a").overlap(Overlap.ALLOW));
    admission.script(Fate.LOST);
    schedules.runNow("a");
    assertThat(schedules.past("a", 9)).hasSize(1);
  }

  @Test
  void runNowIsRefusedWhereTheQueueIsFull() {
    schedules.put(job("a"));
    store.queues().limitQueue("default", 0L);
    assertThatExceptionOfType(JobRejected.class)
        .isThrownBy(() -> schedules.runNow("a"))
        .withMessageContaining("full");
  }

  @Test
  void movesToAnotherQueueAndFiresNothingTwice() {
    schedules.put(job("a"));
    pass(HOUR);
    schedules.pause("a");
    Recurrence moved = schedules.put(RecurringJob.of("a", hourly, request("x").queue("other")));
    assertThat(schedules.list(null, 9)).containsExactly(moved);
    assertThat(moved.template().queue()).isEqualTo("other");
    assertThat(moved.state().paused()).isTrue();
    assertThat(moved.state().lastFired()).isEqualTo(start.plus(HOUR));
    schedules.resume("a");
    pass(HOUR);
    assertThat(schedules.past("a", 9)).hasSize(2).extracting(Job::queue).startsWith("other");
  }

  @Test
  void removesAndListsByName() {
    for (String name : List.of("b", "a", "c")) {
      schedules.put(job(name));
    }
    assertThat(schedules.list(null, 2)).extracting(Recurrence::name).containsExactly("a", "b");
    assertThat(schedules.list("b", 2)).extracting(Recurrence::name).containsExactly("c");
    assertThat(schedules.remove("b")).isTrue();
    assertThat(schedules.remove("b")).isFalse();
    assertThat(schedules.find("b")).isEmpty();
    assertThat(schedules.list(null, 9)).hasSize(2);
  }

  @Test
  void jobOfAScheduleCanBeWaitedForAndCancelled() {
    schedules.put(job("a"));
    var handle = ((Submission.Admitted<Object>) schedules.runNow("a").orElseThrow()).handle();
    assertThat(handle.cancel()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void whatCannotRecurIsRefused() {
    List<Consumer<JobRequest<String, String>>> wrong =
        List.of(
            request -> of(request.id(ids.next())),
            request -> of(request.delay(HOUR)),
            request -> of(request.unique("k")),
            request -> of(request.deadline(start)));
    for (var one : wrong) {
      assertInvalid("recurs", () -> one.accept(request("x")));
    }
    of(request("x").deadline(HOUR));
    assertInvalid("name", () -> job(""));
    assertInvalid("at most 100", () -> job("a".repeat(101)));
    assertInvalid("range", () -> job("a").jitter(Duration.ofDays(2)));
    assertInvalid("range", () -> Missed.catchUp(1_001));
    assertInvalid("before it starts", () -> job("a").startsAt(start).endsAt(start.minusMillis(1)));
    assertInvalid("overlap allow", () -> job("a").missed(Missed.catchUp(2)).overlap(Overlap.SKIP));
    assertThat(job("a").missed(Missed.catchUp(2)).rules().overlap()).isEqualTo(Overlap.ALLOW);
    assertThat(job("a").rules().overlap()).isEqualTo(Overlap.SKIP);
    assertInvalid("range", () -> schedules.next("a", 0));
    assertInvalid("range", () -> schedules.list(null, 1_001));
  }

  private void of(JobRequest<String, String> request) {
    RecurringJob.of("a", hourly, request);
  }
}
