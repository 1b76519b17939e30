package dev.jobmill.cli;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Acted;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Puts ended jobs back into their queues.
@Command(name = "retry", description = "Put ended jobs back into their queues.")
final class RetryVerb implements Verb {
  @Parameters(arity = "1..*", paramLabel = "ID", description = "The jobs.")
  List<String> ids = List.of();

  @Override
  public Deed prepare(World world) {
    List<JobId> jobs = Ids.parse(ids);
    return session -> run(session, jobs);
  }

  private static int run(Session session, List<JobId> jobs) {
    String by = session.world().place().actor();
    return new Act(
            "queued again",
            "only an ended job can be retried",
            keys -> session.store().admission().retry(keys, by),
            Acted::changed)
        .on(jobs, session);
  }
}
