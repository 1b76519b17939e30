package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.wire.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The parts of a worker, stepped by hand on the memory store under manual time.
@Timeout(30)
class WorkerPartsTest {
  private static final JobType<String, Void> WORK = JobType.of("work", String.class, Void.class);

  private static final PoolSettings POOL =
      new PoolSettings("default", 2, QueueOrder.ALL, PoolSettings.Threads.BY_TYPE);

  private final ManualTime time = ManualTime.standing();
  private final JobIds ids = new JobIds(time, Chance.from(new Random(7)));
  private final MemoryJobStore store = MemoryJobStore.builder().time(time).build();
  private final Flaky claims = new Flaky(store.claims());
  private final Map<RunKey, ActiveRun> runs = new ConcurrentHashMap<>();
  private final WorkerSettings settings =
      new WorkerSettings(
          "w-1",
          List.of(POOL),
          null,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          new JsonCodec(),
          time,
          Chance.from(new Random(7)));
  private final List<ActiveRun> givenUp = new ArrayList<>();
  private final Notebook notebook = new Notebook(claims, time, () -> {});
  private final Semaphore stored = new Semaphore(0);
  private final RunNotices told =
      new RunNotices(new Notices(List.of(), store.lookup(), "w-1", time));
  private final Reporter reporter =
      new Reporter(claims, notebook, runs, () -> {}, stored::release, told);
  private final TimeLimits limits =
      new TimeLimits(time, settings.stopGrace(), givenUp::add, () -> {});
  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Semaphore freed = new Semaphore(0);
  private final Pools pools = new Pools(settings.pools(), freed::release);
  private final Seats seats = new Seats(() -> {});
  private final JobHandler<String, Void> waiting =
      (job, payload) -> {
        // Ignores every interruption: what happens to its run is then up to the others alone.
        begun.release();
        while (true) {
          try {
            gate.await();
            return null;
          } catch (InterruptedException ignoredOnPurpose) {
            job.log("not now");
          }
        }
      };
  private final Handlers handlers = new Handlers(List.of(new Handlers.Registered<>(WORK, waiting)));
  private final StoreCalls calls = new StoreCalls();
  private final Contexts contexts =
      new Contexts(
          time,
          notebook,
          store.lookup(),
          store.attachments(),
          store.steps(),
          calls,
          settings.codec());
  private final JobRunner runner =
      new JobRunner(
          settings, handlers, seats, runs, contexts, reporter, limits, told, RunThreads.OWN);
  private final StackSampler sampler = new StackSampler(seats, store.stacks(), calls);
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          claims,
          settings,
          runs,
          limits::stop,
          sampler::sample,
          () -> new WorkerStatus(pools.status(), List.of()));
  private final ClaimLoop claimLoop =
      new ClaimLoop(claims, store.queues(), settings, handlers, pools, runner, runs);

  WorkerPartsTest() {
    store
        .registries()
        .announce(new WorkerInfo("w-1", "here", 1, 2, handlers.types(), List.of(), time.now()));
  }

  private int free() {
    return pools.size() - pools.taken();
  }

  @AfterEach
  void close() {
    calls.close();
  }

  // Claiming.

  @Test
  void busyWorkerThatHearsOfASuspectDrainsAndThenRunsItAlone() throws Exception {
    submit("a", 1);
    claimLoop.step();
    assertThat(runs).hasSize(1);
    RunKey suspect = leaveSuspect();
    assertThat(claimLoop.step()).isPositive();
    submit("a", 3);
    assertThat(claimLoop.step()).as("looks again now and then").isPositive();
    time.advance(Duration.ofSeconds(5));
    claimLoop.step();
    assertThat(runs).as("nothing is claimed although a slot is free").hasSize(1);

    gate.countDown();
    freed.acquire();
    reporter.step();
    claimLoop.step();
    assertThat(runs.keySet()).extracting(RunKey::id).containsExactly(suspect.id());
    claimLoop.step();
    assertThat(runs).hasSize(1);

    freed.acquire();
    reporter.step();
    assertThat(job(suspect.id()).state()).isEqualTo(JobState.COMPLETED);
    claimLoop.step();
    assertThat(runs).as("ordinary work goes on").hasSize(2);
  }

  /// A job that was in flight when another worker died.
  private RunKey leaveSuspect() {
    submit("a", 1);
    store
        .registries()
        .announce(new WorkerInfo("w-2", "here", 1, 1, handlers.types(), List.of(), time.now()));
    ClaimRequest request =
        new ClaimRequest(
            "w-2",
            1,
            Duration.ofSeconds(30),
            1,
            List.of(new ClaimRequest.Demand("a", handlers.types(), 1)));
    RunKey run = RunKey.of(store.claims().claim(request).jobs().getFirst());
    store.registries().withdraw("w-2");
    return run;
  }

  @Test
  void noMoreIsClaimedThanThereAreFreeSlots() {
    submit("a", 5);
    claimLoop.step();
    assertThat(runs).hasSize(2);
    assertThat(free()).isZero();
    claimLoop.step();
    assertThat(runs).hasSize(2);
    gate.countDown();
  }

  @Test
  void aClaimWhoseAnswerWasLostIsRepeatedWithItsIdAndTakesNoJobTwice() {
    submit("a", 2);
    claims.failAfter = 1;
    assertThatThrownBy(claimLoop::step).isInstanceOf(OutcomeUnknown.class);
    assertThat(store.lookup().count().of(JobState.PROCESSING)).isEqualTo(2);
    claimLoop.step();
    assertThat(runs).hasSize(2);
    assertThat(runs.values()).allSatisfy(run -> assertThat(run.job().run()).isEqualTo(1));
    gate.countDown();
  }

  @Test
  void aNewQueueIsServedOnceItIsHinted() {
    submit("a", 1);
    claimLoop.step();
    submit("b", 1);
    assertThat(claimLoop.hear(new Hint.Changed(Set.of("b"), Set.of(), Set.of(), false))).isTrue();
    claimLoop.step();
    assertThat(runs.keySet()).extracting(RunKey::queue).containsExactlyInAnyOrder("a", "b");
    gate.countDown();
  }

  @Test
  void queuesTakeTurnsInBeingFirst() throws InterruptedException {
    submit("a", 10);
    submit("b", 10);
    gate.countDown();
    claimLoop.step();
    freed.acquire(2);
    claimLoop.step();
    assertThat(runs.keySet())
        .extracting(RunKey::queue)
        .containsExactlyInAnyOrder("a", "a", "b", "b");
  }

  @Test
  void aClosedClaimLoopAsksForNothing() {
    submit("a", 1);
    claimLoop.close();
    claimLoop.step();
    assertThat(runs).isEmpty();
  }

  // Reporting.

  @Test
  void anOutcomeIsHeldUntilTheStoreIsBackHoweverLongThatTakes() {
    ActiveRun run = claimOne();
    reporter.report(run, new Outcome.Completed(Content.json("1")));
    claims.failBefore = 3;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(reporter::step).isInstanceOf(StoreUnavailable.class);
      time.advance(Duration.ofMinutes(5));
    }
    reporter.step();
    Job job = job(run.job().id());
    assertThat(job.state()).isEqualTo(JobState.COMPLETED);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.crashes()).isZero();
    assertThat(runs).isEmpty();
  }

  @Test
  void whoeverWaitsForRoomIsToldWhenOutcomesAreStored() {
    reporter.report(claimOne(), new Outcome.Completed(null));
    claims.failBefore = 1;
    assertThatThrownBy(reporter::step).isInstanceOf(StoreUnavailable.class);
    assertThat(stored.availablePermits()).isZero();
    reporter.step();
    assertThat(stored.availablePermits()).isEqualTo(1);
  }

  @Test
  void aReportWithAnUnknownOutcomeIsRepeatedWithoutHarm() {
    ActiveRun run = claimOne();
    reporter.report(run, new Outcome.Failed(error(), Reason.NOT_RETRYABLE));
    claims.failAfter = 1;
    assertThatThrownBy(reporter::step).isInstanceOf(OutcomeUnknown.class);
    assertThat(runs).as("still named in renewals").containsKey(run.key());
    reporter.step();
    assertThat(runs).isEmpty();
    assertThat(store.lookup().attempts(run.job().id())).hasSize(1);
  }

  @Test
  void newsAreStoredBeforeTheOutcomeEndsTheRightToWrite() {
    ActiveRun run = claimOne();
    RunContext context = contexts.of(run);
    context.progress(0.9, "nearly");
    context.log("last words");
    reporter.report(run, new Outcome.Completed(null));
    reporter.step();
    assertThat(job(run.job().id()).progress()).contains(new Progress(0.9, "nearly"));
    assertThat(store.lookup().log(run.job().id(), 9))
        .extracting(LogLine::message)
        .containsExactly("last words");
  }

  // Notes.

  @Test
  void notesThatTheStoreCouldNotTakeAreKeptInOrder() {
    ActiveRun run = claimOne();
    RunContext context = contexts.of(run);
    context.log("one");
    claims.failBefore = 1;
    assertThatThrownBy(notebook::step).isInstanceOf(StoreUnavailable.class);
    context.log("two");
    notebook.step();
    assertThat(store.lookup().log(run.job().id(), 9))
        .extracting(LogLine::message)
        .containsExactly("one", "two");
  }

  @Test
  void notesAreCarriedAFewTimesASecondHoweverOftenHandlersTell() {
    ActiveRun run = claimOne();
    RunContext context = contexts.of(run);
    notebook.step();
    context.progress(0.1);
    assertThat(notebook.step()).isEqualTo(Notebook.PAUSE);
    assertThat(job(run.job().id()).progress()).isEmpty();
    time.advance(Notebook.PAUSE);
    notebook.step();
    assertThat(job(run.job().id()).progress()).isPresent();
  }

  // Renewing.

  @Test
  void aRenewalPassesOnACancel() {
    ActiveRun run = claimOne();
    store.admission().cancel(List.of(JobKey.of(run.job())), "ada");
    keeper.step();
    assertThat(run.stopCause()).isEqualTo(StopCause.CANCELLED);
  }

  @Test
  void aRunThatWasLostIsStoppedAndReportsNothing() {
    ActiveRun run = claimOne();
    store.registries().withdraw("w-1");
    store
        .registries()
        .announce(new WorkerInfo("w-1", "here", 1, 2, handlers.types(), List.of(), time.now()));
    keeper.step();
    assertThat(run.stopCause()).isEqualTo(StopCause.LEASE_LOST);
    runner.giveUp(run);
    assertThat(runs).isEmpty();
    assertThat(job(run.job().id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aRunWhoseOutcomeIsBeingStoredIsNotTakenForLost() {
    ActiveRun run = claimOne();
    run.decide();
    store.claims().report(List.of(new Report(run.key(), new Outcome.Completed(null))));
    keeper.step();
    assertThat(run.stopCause()).isNull();
  }

  @Test
  void hintsCannotMakeItRenewAllTheTime() {
    assertThat(keeper.step()).isEqualTo(settings.renewal());
    assertThat(keeper.step()).isLessThan(Duration.ofSeconds(1)).isPositive();
    time.advance(Duration.ofSeconds(1));
    assertThat(keeper.step()).isEqualTo(settings.renewal());
  }

  // Time limits.

  @Test
  void aRunIsStoppedAtItsLimitAndGivenUpAfterTheGrace() {
    ActiveRun run = new ActiveRun(claimJob(), time.nanoTime() + Duration.ofSeconds(5).toNanos());
    limits.watch(run);
    assertThat(limits.step()).isEqualTo(Duration.ofSeconds(5));
    time.advance(Duration.ofSeconds(5));
    assertThat(limits.step()).isEqualTo(settings.stopGrace());
    assertThat(run.stopCause()).isEqualTo(StopCause.TIMEOUT);
    time.advance(settings.stopGrace());
    limits.step();
    assertThat(givenUp).containsExactly(run);
  }

  @Test
  void aRunThatIsOverIsForgotten() {
    ActiveRun run = new ActiveRun(claimJob(), time.nanoTime() + 1);
    limits.watch(run);
    limits.forget(run);
    time.advance(Duration.ofDays(1));
    limits.step();
    assertThat(run.stopCause()).isNull();
  }

  @Test
  void aRunThatIsGivenUpIsDecidedOnceAndKeepsItsSlot() throws InterruptedException {
    submit("a", 1);
    claimLoop.step();
    begun.acquire();
    ActiveRun run = runs.values().iterator().next();
    limits.stop(run, StopCause.STOPPING);
    runner.giveUp(run);
    assertThat(run.decide()).isFalse();
    assertThat(free()).isEqualTo(1);
    reporter.step();
    assertThat(job(run.job().id()).state()).isEqualTo(JobState.QUEUED);
    gate.countDown();
  }

  @Test
  void aRunThatMustNotHappenTwiceIsLostWhenItIsGivenUpAfterItsHandlerBegan()
      throws InterruptedException {
    submit("a", spec -> spec.atMostOnce(true));
    claimLoop.step();
    begun.acquire();
    ActiveRun run = runs.values().iterator().next();
    limits.stop(run, StopCause.STOPPING);
    runner.giveUp(run);
    reporter.step();
    Job job = job(run.job().id());
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).contains(Reason.LOST);
    assertThat(job.error().orElseThrow().kind()).isEqualTo("WorkerStopped");
    assertThat(runner.givenBack()).isEmpty();
    gate.countDown();
  }

  @Test
  void aRunWhoseHandlerNeverBeganGoesBackAlsoWhenItMustNotHappenTwice() {
    submit("a", spec -> spec.atMostOnce(true));
    ActiveRun run = new ActiveRun(claimSubmitted(), null);
    runs.put(run.key(), run);
    limits.stop(run, StopCause.STOPPING);
    runner.giveUp(run);
    assertThatThrownBy(run::beginHandler).isInstanceOf(CancelledRun.class);
    reporter.step();
    assertThat(job(run.job().id()).state()).isEqualTo(JobState.QUEUED);
    assertThat(runner.givenBack()).containsExactly(run.key().job());
  }

  @Test
  void aHandlerDoesNotBeginInARunThatWasToldToStop() {
    ActiveRun run = new ActiveRun(claimJob(), null);
    limits.stop(run, StopCause.CANCELLED);
    assertThatThrownBy(run::beginHandler).isInstanceOf(CancelledRun.class);
    assertThat(run.handlerBegan()).isFalse();
  }

  // What comes next.

  @Test
  void aSnoozeIsNoFailureWhateverThePolicySays() {
    Job job = claimJob();
    RetryPolicy strict = RetryPolicy.never().notOn(RuntimeException.class);
    assertThat(
            OutcomePolicy.afterError(
                job, new Snooze(Duration.ofSeconds(7), "not yet"), strict, 0.5))
        .isEqualTo(new Outcome.Snoozed(Duration.ofSeconds(7)));
  }

  // A run.

  @Test
  void theFirstCauseStaysButALostLeaseOutweighsAll() {
    ActiveRun run = new ActiveRun(claimJob(), null);
    assertThat(run.stop(StopCause.CANCELLED)).isTrue();
    assertThat(run.stop(StopCause.TIMEOUT)).isFalse();
    assertThat(run.stopCause()).isEqualTo(StopCause.CANCELLED);
    assertThat(run.stop(StopCause.LEASE_LOST)).isTrue();
    assertThat(run.stopCause()).isEqualTo(StopCause.LEASE_LOST);
  }

  @Test
  void stopActionsRunOnceAlsoWhenTheyComeTooLateOrThrow() throws InterruptedException {
    ActiveRun run = new ActiveRun(claimJob(), null);
    Semaphore early = new Semaphore(0);
    Semaphore late = new Semaphore(0);
    run.onStop(() -> {
      throw new IllegalStateException("on purpose");
    });
    run.onStop(early::release);
    run.stop(StopCause.CANCELLED);
    early.acquire();
    run.onStop(late::release);
    run.stop(StopCause.LEASE_LOST);
    assertThat(late.availablePermits()).isEqualTo(1);
    assertThat(early.availablePermits()).isZero();
  }

  @Test
  void anOutcomeThatTheStoreCannotTakeKeepsNoOtherFromBeingStored() {
    ActiveRun bad = claimOne();
    ActiveRun good = claimOne();
    claims.poison = bad.key();
    reporter.report(bad, new Outcome.Completed(null));
    reporter.report(good, new Outcome.Completed(null));
    for (int i = 0; i < 3; i++) {
      try {
        reporter.step();
      } catch (IllegalStateException poisoned) {
        assertThat(poisoned).hasMessage("poisoned on purpose");
      }
    }
    assertThat(job(good.job().id()).state()).isEqualTo(JobState.COMPLETED);
    assertThat(runs).containsOnlyKeys(bad.key());
    claims.poison = null;
    reporter.step();
    assertThat(runs).isEmpty();
  }

  private static Failure error() {
    return Failure.of("Oops", "it broke");
  }

  private void submit(String queue, int count) {
    for (int i = 0; i < count; i++) {
      submit(queue, spec -> spec);
    }
  }

  private void submit(String queue, UnaryOperator<JobSpec.Builder> with) {
    JobSpec.Builder spec = JobSpec.builder(ids.next(), "work", Content.json("\"x\"")).queue(queue);
    store.admission().admit(List.of(new AdmitGroup(queue, List.of(with.apply(spec).build()))));
  }

  private long nextClaim = 1_000;

  private Job claimJob() {
    submit("a", 1);
    return claimSubmitted();
  }

  private Job claimSubmitted() {
    return store
        .claims()
        .claim(
            new ClaimRequest(
                "w-1",
                nextClaim++,
                Duration.ofSeconds(30),
                1,
                List.of(new ClaimRequest.Demand("a", handlers.types(), 1))))
        .jobs()
        .getFirst();
  }

  private ActiveRun claimOne() {
    ActiveRun run = new ActiveRun(claimJob(), null);
    runs.put(run.key(), run);
    return run;
  }

  private Job job(JobId id) {
    return store.lookup().find(Set.of(id)).get(id);
  }

  /// Claims whose next calls fail before, or after they took effect.
  private static final class Flaky implements Claims {
    private final Claims real;
    private int failBefore;
    private int failAfter;
    private RunKey poison;

    private Flaky(Claims real) {
      this.real = real;
    }

    private <T> T call(Supplier<T> operation) {
      if (failBefore > 0) {
        failBefore--;
        throw new StoreUnavailable("away on purpose");
      }
      T answer = operation.get();
      if (failAfter > 0) {
        failAfter--;
        throw new OutcomeUnknown("lost on purpose");
      }
      return answer;
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      return call(() -> real.claim(request));
    }

    @Override
    public Renewal renew(RenewRequest request) {
      return call(() -> real.renew(request));
    }

    @Override
    public List<Applied> note(List<Note> notes) {
      return call(() -> real.note(notes));
    }

    @Override
    public List<Applied> report(List<Report> reports) {
      if (reports.stream().anyMatch(report -> report.run().equals(poison))) {
        throw new IllegalStateException("poisoned on purpose");
      }
      return call(() -> real.report(reports));
    }

    @Override
    public List<Applied> release(List<RunKey> keys) {
      return call(() -> real.release(keys));
    }
  }
}
