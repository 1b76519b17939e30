package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.WorkerPool;
import dev.jobmill.cli.progress.RunLog;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.cli.progress.Wait;
import dev.jobmill.cli.settings.Setting;
import dev.jobmill.cli.settings.Settings;
import dev.jobmill.job.Names;
import dev.jobmill.process.ProgramOutput;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Wakeups;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Works until it is stopped.
@Command(name = "work", description = "Run jobs until stopped by Ctrl-C or TERM.")
final class WorkVerb implements Verb {
  private static final Logger LOG = LoggerFactory.getLogger(WorkVerb.class);

  /// Between two looks for the end of the work: a busy store hints all the time.
  private static final Duration LOOK_PAUSE = Duration.ofMillis(50);

  /// Hints may be lost.
  private static final int IDLE_LOOKS_MAX = 20;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many jobs to run at once; as many as cores, at least 2, unless given.")
  @Nullable String slots;

  @Option(
      names = "--queues",
      split = ",",
      paramLabel = "QUEUE",
      description = "Only these queues; all, new ones included, unless given.")
  List<String> queues = List.of();

  @Option(
      names = "--pool",
      paramLabel = "NAME=QUEUES:SIZE",
      description = {
        "A pool with slots of its own; may be given several times. QUEUES is * for all, a,b for",
        "some in turn, a=3,b=1 for some by weight, a/b for some in strict order. With --slots or",
        "--queues there is the pool 'default' as well."
      })
  List<String> poolTexts = List.of();

  private List<WorkerPool> pools = List.of();

  @Option(
      names = "--until-empty",
      description = "Until no job that could be run here is left in these queues.")
  boolean untilEmpty;

  @Override
  public String logLevel() {
    return "info";
  }

  @Override
  public void set(Settings.Draft draft) {
    if (slots != null) {
      draft.set(Setting.MAX_CONCURRENT_JOBS, "--slots", slots);
    }
  }

  @Override
  public Deed prepare(World world) {
    queues.forEach(name -> Names.check("queue", name));
    pools = poolTexts.stream().map(PoolOption::parse).toList();
    return this::run;
  }

  private int run(Session session) {
    RunWatch watch = new RunLog();
    try (SignalStop stop = new SignalStop(session.world().signals(), () -> {});
        Jobmill mill = start(session, watch)) {
      await(session, stop, mill);
      if (stop.isRequested()) {
        LOG.info(Remainder.beginning(mill.running()));
      }
      stop.end(mill);
      if (stop.isRequested()) {
        Resting resting = Resting.of(session.store().queues());
        Counts counts = session.store().lookup().count();
        LOG.info(Remainder.end(resting.left(counts), session.settings().store()));
      } else {
        long rest = Resting.of(session.store().queues()).rest(session.store().lookup().count());
        if (rest > 0) {
          LOG.info(Remainder.resting(rest));
        }
      }
      return stop.status();
    }
  }

  private Jobmill start(Session session, RunWatch watch) {
    if (pools.isEmpty()) {
      return LocalWorker.start(session, queues, watch, ProgramOutput.NONE);
    }
    return LocalWorker.start(
        session,
        builder -> {
          // The setting says how large the pool `default` is, but not that there is one.
          if (slots != null || !queues.isEmpty()) {
            session.settings().slots().ifPresent(builder::slots);
            builder.queues(queues);
          }
          pools.forEach(builder::pool);
        },
        watch,
        ProgramOutput.NONE);
  }

  /// What is served; empty for all.
  private List<String> served() {
    Set<String> served = new LinkedHashSet<>(queues);
    for (WorkerPool pool : pools) {
      if (pool.queues().isEmpty()) {
        return List.of();
      }
      served.addAll(pool.queues());
    }
    return pools.isEmpty() || slots == null || !queues.isEmpty() ? List.copyOf(served) : List.of();
  }

  private void await(Session session, SignalStop stop, Jobmill mill) {
    try {
      if (untilEmpty) {
        awaitEmpty(session, stop, mill);
      } else {
        stop.awaitRequest();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEmpty(Session session, SignalStop stop, Jobmill mill)
      throws InterruptedException {
    Empty empty = new Empty(session.world().types().names(), served());
    Patience patience = new Patience(session.world().time());
    Wait told = null;
    int looks = 0;
    AtomicBoolean changed = new AtomicBoolean(true);
    Wakeups.Subscription hints = session.store().wakeups().listen(hint -> changed.set(true));
    try (hints) {
      for (int idle = 0; !stop.isRequested(); idle++) {
        if (changed.getAndSet(false) || idle >= IDLE_LOOKS_MAX) {
          idle = 0;
          if (patience.ask(() -> isOver(session, empty)).orElse(false)) {
            return;
          }
        }
        if (++looks % IDLE_LOOKS_MAX == 0 && mill.running() == 0) {
          Optional<Wait> wait = patience.ask(() -> waits(session, empty)).orElse(Optional.empty());
          // A job may have been claimed meanwhile.
          told = mill.running() == 0 ? tell(wait, told) : told;
        }
        stop.awaitRequest(LOOK_PAUSE);
      }
    }
  }

  private static @Nullable Empty awake(Session session, Empty empty) {
    Queues queues = session.store().queues();
    return empty.without(Resting.of(queues), queues.queues());
  }

  private static boolean isOver(Session session, Empty empty) {
    Empty awake = awake(session, empty);
    return awake == null || awake.isTrue(session.store().lookup());
  }

  private static Optional<Wait> waits(Session session, Empty empty) {
    Empty awake = awake(session, empty);
    return awake == null
        ? Optional.empty()
        : Optional.ofNullable(awake.waits(session.store().lookup(), session.world().time().now()));
  }

  /// Whoever looks on is told what is waited for, once for each wait.
  private static @Nullable Wait tell(Optional<Wait> found, @Nullable Wait told) {
    Wait wait = found.orElse(null);
    if (wait == null || wait.isLike(told) || !wait.isLong()) {
      return told;
    }
    LOG.info(wait.text());
    return wait;
  }
}
