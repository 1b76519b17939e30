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

  private final JobStore store;
  private final WorkerSettings settings;
  private final Announcement announcement;
  private final Map<RunKey, ActiveRun> runs = new ConcurrentHashMap<>();
  private final StoreCalls calls = new StoreCalls();
  private final Slots slots;
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
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Wakeups.@Nullable Subscription subscription;
  private boolean started;
  private boolean stopping;
  private volatile boolean stopNow;

  /// A worker that has not been started. The store stays open when the worker ends.
  ///
  /// @param notices is told of the runs; it is not closed with the worker
  public Worker(
      JobStore store,
      WorkerSettings settings,
      Handlers handlers,
      WorkerInfo info,
      Notices notices) {
    this.store = store;
    this.settings = settings;
    this.announcement = new Announcement(store.registries(), info);
    RunNotices told = new RunNotices(notices);
    Claims claims = store.claims();
    this.slots = new Slots(settings.slots(), () -> wakeAfterRun());
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
            calls,
            settings.codec());
    this.runner = new JobRunner(settings, handlers, slots, runs, contexts, reporter, limits, told);
    this.claimLoop = new ClaimLoop(claims, store.queues(), settings, handlers, slots, runner, runs);
    LeaseKeeper keeper = new LeaseKeeper(claims, settings, runs, told.around(limits::stop));
    this.duties =
        new Duties(
            settings.time(),
            List.of(
                new Reaper(store.upkeep()),
                new Promoter(store.upkeep()),
                new Releaser(store.upkeep()),
                new Expirer(store.upkeep()),
                new Pruner(store.upkeep())));
    this.watchdog = new Watchdog(this::loops, duties, notices, settings.time());
    this.claiming = new Loop("jobmill-claim", announcement.known(claimLoop::step));
    this.reporting = new Loop("jobmill-report", reporter::step);
    this.noting = new Loop("jobmill-note", notebook::step);
    this.renewing = new Loop("jobmill-lease", announcement.known(keeper::step));
    this.limiting = new Loop("jobmill-limits", watchdog.beside(limits::step));
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
    announcement.make();
    started = true;
    subscription = store.wakeups().listen(this::hear);
    loops().forEach(Loop::start);
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

  /// Knows how the loops and duties fare.
  public Watchdog watchdog() {
    return watchdog;
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
      awaitRuns(soft);
      runs.values().forEach(run -> limits.stop(run, StopCause.STOPPING));
      awaitRuns(hard);
      runs.values().forEach(runner::giveUp);
      interrupted |= Thread.interrupted();
      awaitReports();
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
  private void awaitReports() {
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
