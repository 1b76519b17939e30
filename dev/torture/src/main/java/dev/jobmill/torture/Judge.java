package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Queues;
import dev.jobmill.store.Upkeep;
import dev.jobmill.store.Upkeep.Pass;
import dev.jobmill.torture.Ledger.Entry.What;
import dev.jobmill.torture.Victim.Mode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Holds the store against the ledgers: as the killed processes have left it, and again when what
/// they left was finished.
final class Judge {
  private static final Duration FINISH_MAX = Duration.ofMinutes(3);
  private static final int PASS = 1_000;

  private final Torture.Plan plan;
  private final Path folder;
  private final Path database;
  private final Map<String, Long> deaths;
  private final PrintStream out;
  private final List<String> violations = new ArrayList<>();

  Judge(Torture.Plan plan, Path folder, Path database, Map<String, Long> deaths, PrintStream out) {
    this.plan = plan;
    this.folder = folder;
    this.database = database;
    this.deaths = deaths;
    this.out = out;
  }

  List<String> judge() throws Exception {
    out.println("left " + ofStates(look(false)));
    finish();
    out.println("finished " + ofStates(look(true)));
    Evidence evidence = Evidence.read(folder);
    violations.addAll(evidence.completedTwice());
    if (plan.mode() == Mode.KILL) {
      violations.addAll(evidence.startedBesideTheLiving(deaths));
    }
    out.println(
        evidence.acknowledged().size()
            + " acknowledged, "
            + evidence.count(What.STARTED)
            + " runs, "
            + evidence.count(What.REFUSED)
            + " completions refused");
    out.println("killed " + evidence.deathbeds(deaths.keySet()));
    return violations;
  }

  private static Map<JobState, Long> ofStates(Counts counts) {
    Map<JobState, Long> states = new EnumMap<>(JobState.class);
    counts.totals().forEach(total -> states.merge(total.state(), total.jobs(), Long::sum));
    return states;
  }

  private Counts look(boolean settled) throws Exception {
    Evidence evidence = Evidence.read(folder);
    try (JobStore store = Victim.open(database, plan.mode())) {
      if (settled) {
        settle(store.upkeep());
      }
      Tables tables = new Tables(database, violations);
      tables.check();
      out.println(tables.marks() + " jobs have left others to be released");
      Sight sight = Sight.of(store, evidence, settled);
      new LifeCheck(evidence, sight, store.attachments(), violations).check();
      new RuleCheck(evidence, sight, violations).check();
      new SuspectCheck(sight, violations).check();
      return sight.counts();
    }
  }

  private void settle(Upkeep upkeep) throws Exception {
    long now = System.currentTimeMillis();
    untilDone(upkeep::release);
    untilDone(upkeep::expire);
    untilDone(upkeep::prune);
    new Tables(database, violations).checkSettled(now);
  }

  private static void untilDone(IntFunction<Pass> duty) {
    Pass pass = duty.apply(PASS);
    while (pass.next().isZero()) {
      pass = duty.apply(PASS);
    }
  }

  /// A process that is not killed runs everything that is left.
  private void finish() throws Exception {
    Ledger ledger = new Ledger(folder.resolve("last.ledger"));
    JobStore store = Victim.open(database, ledger, plan.mode(), PlantedFault.NONE);
    Queues queues = store.queues();
    queues.queues().forEach(queue -> queues.pauseQueue(queue.name(), false));
    queues.types().forEach(type -> queues.pauseType(type.name(), false));
    Work work = new Work(ledger, 1);
    Jobmill mill = work.handleKeptIn(work.handleIn(Jobmill.open(store).slots(64))).start();
    try (mill) {
      long end = System.nanoTime() + FINISH_MAX.toNanos();
      while (!isDone(store.lookup().count())) {
        if (System.nanoTime() > end) {
          violations.add(
              "jobs are left after " + FINISH_MAX + ": " + ofStates(store.lookup().count()));
          return;
        }
        Work.pause(20);
      }
    }
  }

  private static boolean isDone(Counts counts) {
    return counts.totals().stream().allMatch(total -> total.state().isEnd());
  }
}
