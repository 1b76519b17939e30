package dev.jobmill.cli;

import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Submission;
import dev.jobmill.wire.JobJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Submits jobs and returns.
@Command(name = "submit", description = "Submit jobs, and print the id of each.")
final class SubmitVerb implements Verb {
  @Mixin Order order = new Order();
  private boolean noted;

  @Override
  public Deed prepare(World world) {
    Order.Prepared jobs = order.prepare(world);
    return session -> run(session, jobs);
  }

  private int run(Session session, Order.Prepared jobs) {
    jobs.submit(session, answers -> took(session, answers));
    return ExitStatus.OK;
  }

  private void took(Session session, List<Submission<Content>> answers) {
    if (!noted) {
      noted = true;
      note(session);
    }
    print(session, answers);
  }

  private void note(Session session) {
    if (session.world().types().find(order.type()).isEmpty()) {
      session.note(
          "this program cannot run jobs of type " + order.type() + ": another worker must");
    }
    if (session.settings().store() instanceof StoreUrl.Memory) {
      session.note(
          "memory: forgets its jobs when this command ends: use 'jobmill run' or --store"
              + " sqlite:PATH");
    }
  }

  private static void print(Session session, List<Submission<Content>> answers) {
    List<JobId> ids = new ArrayList<>();
    for (Submission<Content> answer : answers) {
      switch (answer) {
        case Submission.Admitted<Content>(JobHandle<Content> handle) -> ids.add(handle.id());
        case Submission.Duplicate<Content>(JobHandle<Content> handle) -> {
          ids.add(handle.id());
          session.note("job " + handle.id() + " was there already, nothing was changed");
        }
        case Submission.Rejected<Content> rejected -> {}
      }
    }
    if (session.json()) {
      Map<JobId, Job> jobs = Ids.find(session.store().lookup(), ids);
      jobs.values().forEach(job -> session.output().line(JobJson.of(job)));
    } else {
      ids.forEach(id -> session.output().line(id.toString()));
    }
    session.output().flush();
  }
}
