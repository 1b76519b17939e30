package dev.jobmill.torture;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Counts;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.torture.Ledger.Entry.What;
import dev.jobmill.torture.Victim.Mode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Finishes what the killed processes left, and holds the store against the ledgers.
final class Judge {
  private static final Duration FINISH_MAX = Duration.ofMinutes(2);

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
    finish();
    Evidence evidence = Evidence.read(folder);
    try (Ledger unused = new Ledger(folder.resolve("judge.ledger"));
        JobStore store = Victim.open(database, unused, plan.mode(), PlantedFault.NONE)) {
      Map<String, Job> jobs = allJobs(store.lookup());
      checkAcknowledged(evidence, jobs);
      checkAttempts(store.lookup(), jobs);
      checkCounts(store.lookup().count(), jobs);
      out.println(
          jobs.size()
              + " jobs in the store, "
              + evidence.acknowledged().size()
              + " acknowledged, "
              + evidence.count(What.STARTED)
              + " runs, "
              + evidence.count(What.REFUSED)
              + " completions refused");
    }
    violations.addAll(evidence.completedTwice());
    if (plan.mode() == Mode.KILL) {
      violations.addAll(evidence.startedBesideTheLiving(deaths));
    }
    checkIntegrity();
    out.println("killed " + evidence.deathbeds(deaths.keySet()));
    return violations;
  }

  /// A process that is not killed runs everything that is left.
  private void finish() throws Exception {
    Ledger ledger = new Ledger(folder.resolve("last.ledger"));
    JobStore store = Victim.open(database, ledger, plan.mode(), PlantedFault.NONE);
    Jobmill mill =
        Jobmill.open(store)
            .slots(64)
            .handle(Victim.PLAIN, (job, payload) -> last(ledger, job.id(), job.run()))
            .handle(Victim.SHAKY, (job, payload) -> last(ledger, job.id(), job.run()))
            .start();
    try (mill) {
      long end = System.nanoTime() + FINISH_MAX.toNanos();
      while (!isDone(store.lookup().count())) {
        if (System.nanoTime() > end) {
          violations.add("jobs are left after " + FINISH_MAX + ": " + store.lookup().count());
          return;
        }
        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static Content last(Ledger ledger, JobId id, int run) {
    ledger.write(What.STARTED, id, run);
    ledger.write(What.DONE, id, run);
    return Content.json("\"done at last by run " + run + "\"");
  }

  private static boolean isDone(Counts counts) {
    return counts.totals().stream().allMatch(total -> total.state().isEnd());
  }

  private static Map<String, Job> allJobs(Lookup lookup) {
    Map<String, Job> jobs = new HashMap<>();
    JobId before = null;
    while (true) {
      List<Job> page = lookup.list(JobFilter.ALL, before, Lookup.PAGE_SIZE_MAX);
      if (page.isEmpty()) {
        return jobs;
      }
      page.forEach(job -> jobs.put(job.id().toString(), job));
      before = page.getLast().id();
    }
  }

  private void checkAcknowledged(Evidence evidence, Map<String, Job> jobs) {
    for (String id : evidence.acknowledged()) {
      Job job = jobs.get(id);
      if (job == null) {
        violations.add("job " + id + " was acknowledged and is lost");
      } else if (job.state() != JobState.COMPLETED) {
        violations.add("job " + id + " ended " + job.state() + " " + job.error());
      }
    }
  }

  private void checkAttempts(Lookup lookup, Map<String, Job> jobs) {
    for (Job job : jobs.values()) {
      List<Attempt> attempts = lookup.attempts(job.id());
      long completed =
          attempts.stream()
              .filter(attempt -> attempt.outcome() == Attempt.Outcome.COMPLETED)
              .count();
      if (completed != 1) {
        violations.add("job " + job.id() + " has " + completed + " completed attempts");
      }
      if (attempts.getLast().run() != job.run()) {
        violations.add("job " + job.id() + " does not know its last run");
      }
    }
  }

  private void checkCounts(Counts counts, Map<String, Job> jobs) {
    Map<List<Object>, Long> recount = new HashMap<>();
    for (Job job : jobs.values()) {
      recount.merge(List.of(job.queue(), job.type(), job.state()), 1L, Long::sum);
    }
    Map<List<Object>, Long> maintained = new HashMap<>();
    for (Counts.Total total : counts.totals()) {
      maintained.put(List.of(total.queue(), total.type(), total.state()), total.jobs());
    }
    if (!recount.equals(maintained)) {
      violations.add("the totals say " + maintained + " and a recount " + recount);
    }
  }

  private void checkIntegrity() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("PRAGMA integrity_check")) {
      String text = answer.next() ? answer.getString(1) : "no answer";
      if (!text.equals("ok")) {
        violations.add("integrity_check says " + text);
      }
    }
  }
}
