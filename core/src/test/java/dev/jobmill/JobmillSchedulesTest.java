package dev.jobmill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Every;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.wire.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Schedules that a program has in its code, and the engine that fires them.
@Timeout(60)
class JobmillSchedulesTest {
  private static final JobType<String, Void> WORK = JobType.of("work", String.class, Void.class);

  private final CountDownLatch twice = new CountDownLatch(2);
  private final JobStore store = MemoryJobStore.create();

  @AfterEach
  void close() {
    store.close();
  }

  private static RecurringJob<String, Void> every(Duration interval) {
    return RecurringJob.of("tick", Every.of(interval), JobRequest.of(WORK, "x"));
  }

  /// Starts a program on the store, lets it look at what is there, and ends it.
  private Recurrence after(UnaryOperator<JobmillBuilder> program) {
    try (Jobmill mill = program.apply(builder()).start()) {
      return mill.schedules().find("tick").orElse(NONE);
    }
  }

  private static final Recurrence NONE = none();

  private static Recurrence none() {
    RecurringJob<String, Void> job = every(Duration.ofHours(1));
    return new Recurrence(
        "none",
        job.template(new JsonCodec()),
        job.rules(),
        new Recurrence.State(true, null, null, DefinedBy.CODE, null, null));
  }

  private JobmillBuilder builder() {
    return Jobmill.open(
            new ForwardingStore(store) {
              @Override
              public void close() {}
            })
        .handle(
            WORK,
            (job, payload) -> {
              twice.countDown();
              return null;
            });
  }

  @Test
  void scheduleInCodeRunsAgainAndAgain() throws InterruptedException {
    try (Jobmill mill = builder().recurring(every(Duration.ofSeconds(1))).start()) {
      twice.await();
      assertThat(mill.schedules().find("tick").orElseThrow().state().definedBy())
          .isEqualTo(DefinedBy.CODE);
    }
  }

  @Test
  void scheduleThatIsAddedWhileAWorkerIsIdleIsFiredInTime() throws InterruptedException {
    try (Jobmill mill = builder().start()) {
      assertThat(mill.schedules().put(every(Duration.ofSeconds(1))).state().definedBy())
          .isEqualTo(DefinedBy.PEOPLE);
      twice.await();
    }
  }

  @Test
  void programThatStartsAgainChangesNothing() {
    Recurrence first = after(program -> program.recurring(every(Duration.ofHours(1))));
    store.schedules().pause(List.of(Schedules.Key.of(first)), true);
    Recurrence again = after(program -> program.recurring(every(Duration.ofHours(1))));
    assertThat(again.state().paused()).isTrue();
    assertThat(again.state().next()).isEqualTo(first.state().next());
  }

  @Test
  void changedProgramChangesItAndOneThatRetiresItRemovesIt() {
    after(program -> program.recurring(every(Duration.ofHours(1))));
    Recurrence changed = after(program -> program.recurring(every(Duration.ofHours(2))));
    assertThat(changed.rules().schedule()).contains("PT2H");
    // Leaving it out is not removing it: another program may have it.
    assertThat(after(program -> program)).isEqualTo(changed);
    assertThat(after(program -> program.retire("tick"))).isEqualTo(NONE);
  }

  @Test
  void typeWithoutAHandlerIsFoundAtTheStart() {
    JobType<String, Void> other = JobType.of("other", String.class, Void.class);
    RecurringJob<String, Void> job =
        RecurringJob.of("tick", Every.of(Duration.ofHours(1)), JobRequest.of(other, "x"));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> builder().recurring(job).start())
        .withMessageContainingAll("tick", "other", "handler");
    assertThat(store.schedules().list(null, 1)).isEmpty();
  }

  @Test
  void nameIsGivenOnce() {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> builder().recurring(every(Duration.ofHours(1))).retire("tick"))
        .withMessageContaining("named twice");
  }
}
