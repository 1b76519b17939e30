package dev.jobmill.worker;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.loop.Loop;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Wakeups;
import dev.jobmill.upkeep.Duties;
import dev.jobmill.upkeep.Duty;
import dev.jobmill.upkeep.Expirer;
import dev.jobmill.upkeep.Promoter;
import dev.jobmill.upkeep.Pruner;
import dev.jobmill.upkeep.Reaper;
import dev.jobmill.upkeep.Releaser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims and runs jobs until it is stopped. Wires the parts, starts their loops and ends them in
/// the order in which nothing is lost.
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /// How soon to look for a due time that a hint from elsewhere may mean: often enough for people,
  /// seldom enough for a busy store.
  private static final Duration SOON = Duration.ofMillis(100);

  /// The same for a hint from here, which is known to mean one.
  private static final Duration AT_ONCE = Duration.ofMillis(5);

  /// The duties that a hint may give something to do earlier than they think.
  private static final List<Class<? extends Duty>> HASTENED =
      List.of(Promoter.class, Releaser.class, Expirer.class);

  /// How long a stop waits for the store to take what became of the runs.
  private static final Duration REPORTS_MAX = Duration.ofSeconds(5);

  private static final long REPORTS_LOOK_MILLIS = 5;

  /// Later than any part asks for.
  private static final Duration NEVER = Duration.ofDays(365);

  private final JobStore store;
  private final WorkerSettings settings;
  private final WorkerInfo info;
  private final Map<RunKey, ActiveRun> runs = new ConcurrentHashMap<>();
  private final @Nullable CallingThread byHand;
  private final StoreCalls calls;
  private final Slots slots;
  private final TimeLimits limits;
  private final Reporter reporter;
  private final JobRunner runner;
  private final ClaimLoop claimLoop;
  private final Duties duties;
  private final Loop claiming;
  private final Loop reporting;
  private final Loop noting;
  private final Loop renewing;
  private final Loop limiting;
  private final Loop tending;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Wakeups.@Nullable Subscription subscription;
  private boolean started;
  private boolean stopping;
  private volatile boolean stopNow;

  /// A worker that has not been started. The store stays open when the worker ends.
  public Worker(JobStore store, WorkerSettings settings, Handlers handlers, WorkerInfo info) {
    this(store, settings, handlers, info, null);
  }

  /// @param byHand what a worker that is stepped by hand runs on; null for one that has threads
  Worker(
      JobStore store,
      WorkerSettings settings,
      Handlers handlers,
      WorkerInfo info,
      @Nullable CallingThread byHand) {
    this.byHand = byHand;
    this.calls = byHand == null ? new StoreCalls() : StoreCalls.onCallingThread();
    this.store = store;
    this.settings = settings;
    this.info = info;
    Claims claims = store.claims();
    this.slots = new Slots(settings.slots(), () -> wakeAfterRun());
    Notebook notebook = new Notebook(claims, settings.time(), () -> wakeNoting());
    this.reporter =
        new Reporter(claims, notebook, runs, () -> wakeReporting(), () -> wakeAfterRun());
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
        new JobRunner(settings, handlers, slots, runs, contexts, reporter, limits, threads);
    this.claimLoop = new ClaimLoop(claims, store.queues(), settings, handlers, slots, runner, runs);
    LeaseKeeper keeper = new LeaseKeeper(claims, settings, runs, limits::stop);
    this.duties =
        new Duties(
            settings.time(),
            List.of(
                new Reaper(store.upkeep()),
                new Promoter(store.upkeep()),
                new Releaser(store.upkeep()),
                new Expirer(store.upkeep()),
                new Pruner(store.upkeep())));
    this.claiming = new Loop("jobmill-claim", () -> known(claimLoop::step));
    this.reporting = new Loop("jobmill-report", reporter::step);
    this.noting = new Loop("jobmill-note", notebook::step);
    this.renewing = new Loop("jobmill-lease", () -> known(keeper::step));
    this.limiting = new Loop("jobmill-limits", limits::step);
    this.tending = new Loop("jobmill-duties", duties::step);
  }

  private void wakeAfterRun() {
    claiming.wake();
    synchronized (runs) {
      runs.notifyAll();
    }
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
    store.registries().announce(info);
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

  /// A store forgets a worker that was silent for too long; one that comes back says again who it
  /// is.
  private Duration known(Loop.Step step) {
    try {
      return step.run();
    } catch (InvalidRequest unknown) {
      LOG.warn("the store has forgotten this worker, which announces itself again");
      store.registries().announce(info);
      return Duration.ZERO;
    }
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
        if (!runs.isEmpty()) {
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

  /// How many jobs run here now, stuck ones included.
  public int running() {
    return settings.slots() - slots.free();
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
    stopNow = true;
    synchronized (runs) {
      runs.notifyAll();
    }
  }

  private List<JobKey> stopOnce(Duration soft, Duration hard) {
    // Kept for the caller, and out of the way: an interrupted thread cannot call the store.
    boolean interrupted = Thread.interrupted();
    stopNow |= interrupted;
    try {
      claimLoop.close();
      claiming.stop();
      claimLoop.giveBackUnanswered();
      awaitRuns(byHand == null ? soft : Duration.ZERO);
      runs.values().forEach(run -> limits.stop(run, StopCause.STOPPING));
      awaitRuns(byHand == null ? hard : Duration.ZERO);
      runs.values().forEach(runner::giveUp);
      interrupted |= Thread.interrupted();
      awaitReports();
      return List.copyOf(runner.givenBack());
    } finally {
      if (subscription != null) {
        subscription.close();
      }
      loops().forEach(Loop::stop);
      calls.close();
      withdraw();
      stopped.countDown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// What became of runs is stored before the worker goes, as far as the store takes it in time.
  private void awaitReports() {
    if (byHand != null) {
      reporting.stepNow();
      return;
    }
    reporting.wake();
    long end = settings.time().nanoTime() + REPORTS_MAX.toNanos();
    synchronized (runs) {
      while (!runs.isEmpty() && settings.time().nanoTime() - end < 0) {
        try {
          runs.wait(REPORTS_LOOK_MILLIS);
        } catch (InterruptedException hurried) {
          break;
        }
      }
    }
    if (!runs.isEmpty()) {
      LOG.warn(
          "what became of {} runs could not be stored; their jobs will run again", runs.size());
    }
  }

  private void withdraw() {
    try {
      store.registries().withdraw(settings.id());
    } catch (RuntimeException away) {
      // Others find out by themselves that it is gone.
      LOG.debug("could not say goodbye to the store: {}", away.getMessage());
    }
  }

  private void awaitRuns(Duration limit) {
    long end = settings.time().nanoTime() + limit.toNanos();
    synchronized (runs) {
      long left = limit.toMillis();
      while (slots.free() < slots.size() && left > 0 && !stopNow) {
        try {
          runs.wait(left);
        } catch (InterruptedException hurried) {
          stopNow = true;
          Thread.currentThread().interrupt();
          return;
        }
        left = Duration.ofNanos(end - settings.time().nanoTime()).toMillis();
      }
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
