package dev.jobmill.worker;

import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.loop.Loop;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Wakeups;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import dev.jobmill.upkeep.Duties;
import dev.jobmill.upkeep.Duty;
import dev.jobmill.upkeep.Expirer;
import dev.jobmill.upkeep.Promoter;
import dev.jobmill.upkeep.Pruner;
import dev.jobmill.upkeep.Reaper;
import dev.jobmill.upkeep.RecurringEnqueuer;
import dev.jobmill.upkeep.Releaser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Claims and runs jobs until it is stopped. Wires the parts, starts their loops and ends them in
/// the order in which nothing is lost.
public final class Worker {
  /// How soon to look for a due time that a hint from elsewhere may mean: often enough for people,
  /// seldom enough for a busy store.
  private static final Duration SOON = Duration.ofMillis(100);

  /// The same for a hint from here, which is known to mean one.
  private static final Duration AT_ONCE = Duration.ofMillis(5);

  /// The duties that a hint may give something to do earlier than they think.
  private static final List<Class<? extends Duty>> HASTENED =
      List.of(Promoter.class, Releaser.class, Expirer.class, RecurringEnqueuer.class);

  /// Later than any part asks for.
  private static final Duration NEVER = Duration.ofDays(365);

  private final JobStore store;
  private final WorkerSettings settings;
  private final Announcement announcement;
  private final Map<RunKey, ActiveRun> runs = new ConcurrentHashMap<>();
  private final @Nullable CallingThread byHand;
  private final StoreCalls calls;
  private final Pools pools;
  private final LeaseKeeper keeper;
  private final TimeLimits limits;
  private final Reporter reporter;
  private final JobRunner runner;
  private final ClaimLoop claimLoop;
  private final Duties duties;
  private final Watchdog watchdog;
  private final Loop claiming;
  private final Loop reporting;
  private final Loop noting;
  private final Loop renewing;
  private final Loop limiting;
  private final Loop tending;
  private final Ending ending;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Wakeups.@Nullable Subscription subscription;
  private boolean started;
  private boolean stopping;

  /// A worker that has not been started. The store stays open when the worker ends.
  ///
  /// @param notices is told of the runs; it is not closed with the worker
  public Worker(
      JobStore store,
      WorkerSettings settings,
      Handlers handlers,
      WorkerInfo info,
      Notices notices) {
    this(store, settings, handlers, info, notices, null);
  }

  /// @param byHand what a worker that is stepped by hand runs on; null for one that has threads
  Worker(
      JobStore store,
      WorkerSettings settings,
      Handlers handlers,
      WorkerInfo info,
      Notices notices,
      @Nullable CallingThread byHand) {
    this.byHand = byHand;
    this.calls = byHand == null ? new StoreCalls() : StoreCalls.onCallingThread();
    this.store = store;
    this.settings = settings;
    this.announcement = new Announcement(store.registries(), info, () -> tellAnew());
    RunNotices told = new RunNotices(notices);
    Claims claims = store.claims();
    this.pools = new Pools(settings.pools(), () -> wakeAfterRun());
    this.ending = new Ending(settings.time(), pools, runs);
    Seats seats = new Seats(() -> wakeRenewing());
    Notebook notebook = new Notebook(claims, settings.time(), () -> wakeNoting());
    this.reporter =
        new Reporter(claims, notebook, runs, () -> wakeReporting(), () -> wakeAfterRun(), told);
    this.limits =
        new TimeLimits(
            settings.time(), settings.stopGrace(), run -> giveUp(run), () -> wakeLimiting());
    Contexts contexts =
        new Contexts(
            settings.time(),
            notebook,
            store.lookup(),
            store.attachments(),
            store.steps(),
            calls,
            settings.codec());
    RunThreads threads = byHand == null ? RunThreads.OWN : byHand;
    this.runner =
        new JobRunner(settings, handlers, seats, runs, contexts, reporter, limits, told, threads);
    this.claimLoop = new ClaimLoop(claims, store.queues(), settings, handlers, pools, runner, runs);
    StackSampler sampler = new StackSampler(seats, store.stacks(), calls);
    this.keeper =
        new LeaseKeeper(
            claims, settings, runs, told.around(limits::stop), sampler::sample, this::status);
    this.duties =
        new Duties(
            settings.time(),
            List.of(
                new Reaper(store.upkeep()),
                new Promoter(store.upkeep()),
                new Releaser(store.upkeep()),
                new Expirer(store.upkeep()),
                new RecurringEnqueuer(store.schedules()),
                new Pruner(store.upkeep())));
    this.watchdog = new Watchdog(this::loops, duties, notices, settings.time());
    this.claiming = new Loop("jobmill-claim", announcement.known(claimLoop::step));
    this.reporting = new Loop("jobmill-report", reporter::step);
    this.noting = new Loop("jobmill-note", notebook::step);
    this.renewing = new Loop("jobmill-lease", announcement.known(keeper::step));
    this.limiting = new Loop("jobmill-limits", watchdog.beside(limits::step));
    this.tending = new Loop("jobmill-duties", duties::step);
  }

  private void tellAnew() {
    keeper.tellAnew();
  }

  private void wakeAfterRun() {
    claiming.wake();
    ending.look();
  }

  private void wakeRenewing() {
    renewing.wake();
  }

  private void wakeNoting() {
    noting.wake();
  }

  private void wakeReporting() {
    reporting.wake();
  }

  private void wakeLimiting() {
    limiting.wake();
  }

  private void giveUp(ActiveRun run) {
    runner.giveUp(run);
  }

  /// Announces the worker and starts to claim.
  ///
  /// @throws dev.jobmill.job.StoreUnavailable when the store cannot be used: then nothing was
  ///   started
  public synchronized void start() {
    if (started || stopping) {
      return;
    }
    announcement.make();
    started = true;
    subscription = store.wakeups().listen(this::hear);
    if (byHand == null) {
      loops().forEach(Loop::start);
    }
  }

  /// Every part does what it has to do now, on the calling thread.
  ///
  /// @param claims whether jobs are taken, and run
  /// @return when the first of them wants to be stepped again, as far as time decides that
  Duration pass(boolean claims) {
    // Nothing rests on hints, which come when they come: there may always be something.
    hear(new Hint.Anything());
    duties.hasten(Duty.class, Duration.ZERO);
    Duration pause = NEVER;
    for (Loop loop : loops()) {
      if (loop != claiming) {
        Duration own = loop.stepNow();
        pause = own.compareTo(pause) < 0 ? own : pause;
      }
    }
    if (claims) {
      claiming.stepNow();
    }
    // Without a run there is no lease to keep, and the runs of others are not what a test waits
    // for:
    // time may go on in longer steps.
    return runs.isEmpty() ? duties.pauseWithout(Reaper.class) : pause;
  }

  /// Whether a run goes on, or has ended in a way that the store has not taken yet.
  boolean hasRuns() {
    return !runs.isEmpty();
  }

  private List<Loop> loops() {
    return List.of(tending, limiting, renewing, noting, reporting, claiming);
  }

  private void hear(Hint hint) {
    if (claimLoop.hear(hint)) {
      claiming.wake();
    }
    switch (hint) {
      case Hint.Anything anything -> {
        hasten(SOON);
        // It may be that another process has come, whose death is to be seen soon from now on.
        duties.hasten(Reaper.class, SOON);
        if (!runs.isEmpty() || pools.taken() > 0) {
          renewing.wake();
        }
      }
      case Hint.Changed changed -> {
        if (changed.pending()) {
          hasten(AT_ONCE);
        }
        if (changed.cancelling().contains(settings.id())) {
          renewing.wake();
        }
      }
    }
  }

  private void hasten(Duration wait) {
    HASTENED.forEach(duty -> duties.hasten(duty, wait));
    tending.wake();
  }

  /// Knows how the loops and duties fare.
  public Watchdog watchdog() {
    return watchdog;
  }

  /// How many jobs run here now, stuck ones included.
  public int running() {
    return pools.taken();
  }

  /// How its pools fare now.
  public List<PoolStatus> pools() {
    return pools.status();
  }

  /// How the worker fares now.
  public WorkerStatus status() {
    return new WorkerStatus(pools(), watchdog.status());
  }

  /// Makes a pool larger or smaller from now on. Jobs that run go on.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when there is no such pool, or the size is out of range
  public void resize(String pool, int size) {
    pools.resize(pool, size);
    renewing.wake();
  }

  /// Stops in good order: claims nothing more, waits for running jobs, then interrupts them, then
  /// gives back what still runs. Charges nothing. Calling it again waits for the first call to end.
  ///
  /// @param soft how long running jobs may go on
  /// @param hard how long they may take to end after they were interrupted
  /// @return the jobs that were given back
  public List<JobKey> stop(Duration soft, Duration hard) {
    synchronized (this) {
      if (stopping || !started) {
        stopping = true;
        if (!started) {
          calls.close();
          stopped.countDown();
        }
      } else {
        stopping = true;
        return stopOnce(soft, hard);
      }
    }
    awaitStopped();
    return List.of();
  }

  /// Makes a stop that is under way, or one that comes, wait for no job any more.
  public void hurry() {
    ending.hurry();
  }

  private List<JobKey> stopOnce(Duration soft, Duration hard) {
    // Kept for the caller, and out of the way: an interrupted thread cannot call the store.
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      ending.hurry();
    }
    try {
      claimLoop.close();
      claiming.stop();
      claimLoop.giveBackUnanswered();
      ending.awaitThreads(byHand == null ? soft : Duration.ZERO);
      runs.values().forEach(run -> limits.stop(run, StopCause.STOPPING));
      ending.awaitThreads(byHand == null ? hard : Duration.ZERO);
      runs.values().forEach(runner::giveUp);
      interrupted |= Thread.interrupted();
      storeReports();
      return List.copyOf(runner.givenBack());
    } finally {
      if (subscription != null) {
        subscription.close();
      }
      loops().forEach(Loop::stop);
      duties.end();
      calls.close();
      announcement.withdraw();
      stopped.countDown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// What became of runs is stored before the worker goes, as far as the store takes it in time.
  private void storeReports() {
    if (byHand == null) {
      reporting.wake();
      ending.awaitReports();
    } else {
      reporting.stepNow();
    }
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
