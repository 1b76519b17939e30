package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks.LiveStack;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.wire.JsonCodec;
import dev.jobmill.worker.PoolSettings.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pools whose runs do not end when they are told to, and pools that change their size: stepped by
/// hand on the memory store under manual time.
@Timeout(30)
class StuckRunsTest {
  private static final JobType<String, Void> WORK = JobType.of("work", String.class, Void.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ManualTime time = ManualTime.standing();
  private final JobIds ids = new JobIds(time, Chance.from(new Random(7)));
  private final MemoryJobStore store = MemoryJobStore.builder().time(time).build();
  private final Map<RunKey, ActiveRun> runs = new ConcurrentHashMap<>();
  private final WorkerSettings settings =
      new WorkerSettings(
          "w-1",
          List.of(
              pool("many", 8, "many", Threads.VIRTUAL), pool("few", 1, "few", Threads.PLATFORM)),
          null,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          GRACE,
          new JsonCodec(),
          time,
          Chance.from(new Random(7)));
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final Semaphore freed = new Semaphore(0);
  private int stuckChanges;
  private final JobHandler<String, Void> deaf = (job, payload) -> waitDeafly();
  private final Handlers handlers = new Handlers(List.of(new Handlers.Registered<>(WORK, deaf)));
  private final Pools pools = new Pools(settings.pools(), freed::release);
  private final Seats seats = new Seats(() -> stuckChanges++);
  private final StoreCalls calls = new StoreCalls();
  private final Notebook notebook = new Notebook(store.claims(), time, () -> {});
  private final RunNotices told =
      new RunNotices(new Notices(List.of(), store.lookup(), "w-1", time));
  private final Reporter reporter =
      new Reporter(store.claims(), notebook, runs, () -> {}, () -> {}, told);
  private final List<ActiveRun> givenUp = new ArrayList<>();
  private final TimeLimits limits = new TimeLimits(time, GRACE, givenUp::add, () -> {});
  private final JobRunner runner =
      new JobRunner(
          settings,
          handlers,
          seats,
          runs,
          new Contexts(
              time,
              notebook,
              store.lookup(),
              store.attachments(),
              store.steps(),
              calls,
              settings.codec()),
          reporter,
          limits,
          told,
          RunThreads.OWN);
  private final StackSampler sampler = new StackSampler(seats, store.stacks(), calls);
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          store.claims(),
          settings,
          runs,
          limits::stop,
          sampler::sample,
          () -> new WorkerStatus(pools.status(), List.of()));
  private final ClaimLoop claimLoop =
      new ClaimLoop(store.claims(), store.queues(), settings, handlers, pools, runner, runs);

  StuckRunsTest() {
    store
        .registries()
        .announce(new WorkerInfo("w-1", "here", 1, 9, handlers.types(), List.of(), time.now()));
  }

  private static PoolSettings pool(String name, int size, String queue, Threads threads) {
    return new PoolSettings(name, size, QueueOrder.inTurn(List.of(queue)), threads);
  }

  @AfterEach
  void letGo() {
    mayEnd.release(1_000);
    calls.close();
  }

  private Void waitDeafly() {
    begun.release();
    mayEnd.acquireUninterruptibly();
    return null;
  }

  private List<JobId> submit(String queue, int count) {
    List<JobSpec> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(
          JobSpec.builder(ids.next(), "work", Content.json("\"x\""))
              .queue(queue)
              .timeout(LIMIT)
              .maxAttempts(1)
              .build());
    }
    store.admission().admit(List.of(new AdmitGroup(queue, jobs)));
    pools.hear(new Hint.Anything());
    return jobs.stream().map(JobSpec::id).toList();
  }

  /// Steps until there is no reason to claim.
  private void claim(int expected) {
    while (!claimLoop.step().isPositive()) {
      // One pool after the other.
    }
    begun.acquireUninterruptibly(expected);
  }

  /// Their time limit and the grace pass.
  private void outlast() {
    time.advance(LIMIT);
    limits.step();
    time.advance(GRACE);
    limits.step();
    givenUp.forEach(runner::giveUp);
    givenUp.clear();
    reporter.step();
  }

  private PoolStatus status(String pool) {
    return pools.status().stream().filter(one -> one.name().equals(pool)).findFirst().orElseThrow();
  }

  private Job find(JobId id) {
    return store.lookup().find(List.of(id)).get(id);
  }

  private void end(int count) {
    freed.drainPermits();
    mayEnd.release(count);
    freed.acquireUninterruptibly(count);
  }

  @Test
  void aStuckRunKeepsItsSlotAndWritesNothing() {
    JobId id = submit("many", 1).getFirst();
    claim(1);
    outlast();
    assertThat(find(id).state()).isEqualTo(JobState.TIMEOUT);
    assertThat(status("many")).isEqualTo(new PoolStatus("many", 8, 1, 1, true));
    assertThat(stuckChanges).isEqualTo(1);
    end(1);
    assertThat(status("many")).isEqualTo(new PoolStatus("many", 8, 0, 0, true));
    assertThat(stuckChanges).isEqualTo(2);
    reporter.step();
    assertThat(find(id).state()).isEqualTo(JobState.TIMEOUT);
    assertThat(store.lookup().attempts(id)).hasSize(1);
  }

  @Test
  void aPoolWithTooManyStuckSlotsTakesNoJobsUntilTheirThreadsEnd() {
    submit("many", 2);
    claim(2);
    outlast();
    assertThat(status("many")).isEqualTo(new PoolStatus("many", 8, 2, 2, false));
    List<JobId> more = submit("many", 3);
    claim(0);
    assertThat(more).allSatisfy(id -> assertThat(find(id).state()).isEqualTo(JobState.QUEUED));
    end(1);
    assertThat(status("many").claiming()).isTrue();
    claim(3);
    assertThat(more).allSatisfy(id -> assertThat(find(id).state()).isEqualTo(JobState.PROCESSING));
  }

  @Test
  void otherPoolsGoOnMeanwhile() {
    submit("many", 2);
    claim(2);
    outlast();
    JobId other = submit("few", 1).getFirst();
    claim(1);
    assertThat(find(other).state()).isEqualTo(JobState.PROCESSING);
    assertThat(status("few")).isEqualTo(new PoolStatus("few", 1, 1, 0, true));
  }

  @Test
  void oneSlotInTenMayBeStuckAndOneAtLeast() {
    assertThat(List.of(1, 2, 9, 10, 19, 20, 100))
        .extracting(Pool::stuckMax)
        .containsExactly(1, 1, 1, 1, 1, 2, 10);
  }

  @Test
  void theStoreHearsOfItWithTheNextRenewalAndOnlyOfChanges() {
    submit("many", 2);
    claim(2);
    outlast();
    keeper.step();
    WorkerStatus told = store.registries().workers().getFirst().status();
    assertThat(told).isNotNull();
    assertThat(told.stuck()).isEqualTo(2);
    assertThat(told.pools())
        .contains(new PoolStatus("many", 8, 2, 2, false), new PoolStatus("few", 1, 0, 0, true));
  }

  @Test
  void theStackWhenItWasToldToStopStaysWithTheAttempt() {
    JobId virtual = submit("many", 1).getFirst();
    JobId platform = submit("few", 1).getFirst();
    claim(2);
    outlast();
    for (JobId id : List.of(virtual, platform)) {
      Failure error = store.lookup().attempts(id).getFirst().error().orElseThrow();
      assertThat(error.kind()).isEqualTo("Timeout");
      assertThat(error.stack())
          .startsWith("\"job work " + id + "\" " + (id == virtual ? "virtual" : "platform"))
          .contains("StuckRunsTest.waitDeafly");
    }
  }

  @Test
  void theStackOfACancelledRunStaysToo() {
    JobId id = submit("few", 1).getFirst();
    claim(1);
    store.admission().cancel(List.of(new JobKey("few", id)), "ann");
    keeper.step();
    time.advance(GRACE);
    limits.step();
    givenUp.forEach(runner::giveUp);
    reporter.step();
    assertThat(find(id).state()).isEqualTo(JobState.CANCELLED);
    Failure error = store.lookup().attempts(id).getFirst().error().orElseThrow();
    assertThat(error.kind()).isEqualTo("Cancelled");
    assertThat(error.stack()).contains("StuckRunsTest.waitDeafly");
  }

  @Test
  void liveStacksAreTakenOfRunsAndOfStuckOnes() throws Exception {
    JobId stuck = submit("many", 1).getFirst();
    claim(1);
    outlast();
    JobId running = submit("few", 1).getFirst();
    claim(1);
    CountDownLatch written = new CountDownLatch(2);
    var hints =
        store
            .wakeups()
            .listen(hint -> {
              if (store.stacks().read(stuck).isPresent()) {
                written.countDown();
              }
              if (store.stacks().read(running).isPresent()) {
                written.countDown();
              }
            });
    assertThat(store.stacks().ask(List.of(new JobKey("many", stuck), new JobKey("few", running))))
        .containsExactly(Applied.APPLIED, Applied.APPLIED);
    keeper.step();
    written.await();
    hints.close();
    // The second is there once the calls that are under way have ended.
    calls.close();
    assertThat(text(stuck)).contains("virtual", "StuckRunsTest.waitDeafly");
    assertThat(text(running)).contains("platform", "StuckRunsTest.waitDeafly");
  }

  @Test
  void aRunThatIsReallyOverHasNoThreadToShow() {
    JobId id = submit("few", 1).getFirst();
    claim(1);
    end(1);
    reporter.step();
    store.stacks().ask(List.of(new JobKey("few", id)));
    keeper.step();
    calls.close();
    assertThat(text(id)).isEqualTo("run 1 has no thread in its worker\n");
  }

  private String text(JobId id) {
    return store.stacks().read(id).map(LiveStack::text).orElse("nothing");
  }

  // Resizing.

  @Test
  void aPoolThatIsMadeLargerTakesMoreAtOnce() {
    submit("few", 3);
    claim(1);
    pools.resize("few", 2);
    claim(1);
    assertThat(status("few")).isEqualTo(new PoolStatus("few", 2, 2, 0, true));
  }

  @Test
  void aPoolThatIsMadeSmallerLetsItsJobsEnd() {
    List<JobId> jobs = submit("many", 9);
    claim(8);
    pools.resize("many", 2);
    assertThat(status("many")).isEqualTo(new PoolStatus("many", 2, 8, 0, true));
    end(6);
    claim(0);
    assertThat(find(jobs.getLast()).state()).isEqualTo(JobState.QUEUED);
    assertThat(status("many").busy()).isEqualTo(2);
    end(1);
    claim(1);
    assertThat(find(jobs.getLast()).state()).isEqualTo(JobState.PROCESSING);
    assertThat(pools.taken()).isEqualTo(2);
  }

  @Test
  void unknownPoolsAndSizesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> pools.resize("mail", 2))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("pool mail is not there: there are many, few");
    assertThatThrownBy(() -> pools.resize("few", 0)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> pools.resize("few", 10_001)).isInstanceOf(InvalidRequest.class);
    assertThat(status("few").size()).isEqualTo(1);
  }

  // Turns.

  @Test
  void onlyPoolsThatAreConcernedAskAgainUntilAllDoNowAndThen() {
    Duration poll = Duration.ofSeconds(5);
    claim(0);
    assertThat(pools.next(time.nanoTime(), poll)).isNull();
    pools.hear(new Hint.Changed(Set.of("few"), Set.of(), Set.of(), false));
    assertThat(nameOf(pools.next(time.nanoTime(), poll))).isEqualTo("few");
    claim(0);
    assertThat(pools.isAnyWanting()).isFalse();
    time.advance(poll);
    assertThat(
            Set.of(
                nameOf(pools.next(time.nanoTime(), poll)),
                nameOf(pools.next(time.nanoTime(), poll))))
        .containsExactlyInAnyOrder("many", "few");
  }

  private static String nameOf(@Nullable Pool pool) {
    return pool == null ? "none" : pool.settings().name();
  }
}
