package dev.jobmill.cli;

import dev.jobmill.Jobmill;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Submission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Submits jobs and works until they have ended.
@Command(
    name = "run",
    description = "Submit jobs, work until they have ended, and print their results.")
final class RunVerb implements Verb {
  @Mixin Order order = new Order();

  @Override
  public Deed prepare(World world) {
    Order.Prepared jobs = order.prepare(world);
    if (world.types().find(order.type()).isEmpty()) {
      throw new InvalidRequest(
          "jobs of type "
              + order.type()
              + " cannot be run by this program: use "
              + String.join(" or ", world.types().names())
              + ", or 'jobmill submit' for another worker to run them");
    }
    return session -> run(session, jobs);
  }

  private static int run(Session session, Order.Prepared jobs) {
    Set<JobId> ids = new LinkedHashSet<>();
    jobs.submit(session, answers -> collect(session, answers, ids));
    if (ids.isEmpty()) {
      return ExitStatus.OK;
    }
    try (RunWatch watch = session.watch()) {
      LiveOutput live =
          new LiveOutput(
              session.json() ? Set.of() : ids,
              watch,
              session.output(),
              session.world().streams().err());
      Set<String> queues = new TreeSet<>(Set.of(jobs.queue()));
      if (!jobs.bonds().after().isEmpty()) {
        queues.addAll(Ahead.queues(session.store().lookup(), ids));
      }
      notePauses(session, queues, jobs.type().name());
      return work(session, queues, ids, watch, live);
    }
  }

  /// Nothing would happen, without a word.
  private static void notePauses(Session session, Set<String> queues, String type) {
    Resting resting = Resting.of(session.store().queues());
    for (String queue : queues) {
      if (resting.queues().contains(queue)) {
        session.note(
            "queue "
                + queue
                + " is paused: its jobs start after 'jobmill queues resume "
                + queue
                + "'");
      }
    }
    if (resting.types().contains(type)) {
      session.note(
          "job type "
              + type
              + " is paused: its jobs start after 'jobmill types resume "
              + type
              + "'");
    }
  }

  private static int work(
      Session session, Set<String> queues, Set<JobId> ids, RunWatch watch, LiveOutput live) {
    Results results = new Results(session, live::ended);
    try (OwnJobs own = new OwnJobs(session.store(), ids, session.world().time());
        SignalStop stop = new SignalStop(session.world().signals(), own::wake);
        Jobmill mill = LocalWorker.start(session, queues, watch, live)) {
      await(own, stop, watch, results, ids.size());
      if (stop.isRequested()) {
        watch.beside(() -> session.note(Remainder.beginning(mill.running())));
      }
      stop.end(mill);
      watch.finish();
      results.print(own.look(), watch);
      if (stop.isRequested()) {
        session.note(Remainder.end(own.left(), session.settings().store()));
      }
      return stop.status() != ExitStatus.OK ? stop.status() : results.status();
    }
  }

  private static void collect(Session session, List<Submission<Content>> answers, Set<JobId> ids) {
    for (Submission<Content> answer : answers) {
      switch (answer) {
        case Submission.Admitted<Content>(JobHandle<Content> handle) -> ids.add(handle.id());
        case Submission.Duplicate<Content>(JobHandle<Content> handle) -> {
          ids.add(handle.id());
          session.note("job " + handle.id() + " was there already, its end is awaited");
        }
        case Submission.Rejected<Content> rejected -> {}
      }
    }
  }

  private static void await(
      OwnJobs own, SignalStop stop, RunWatch watch, Results results, int all) {
    watch.overall(0, all);
    try {
      while (own.left() > 0 && !stop.isRequested()) {
        results.print(own.await(), watch);
        watch.overall(all - own.left(), all);
        watch.waits(own.waits());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
