package dev.jobmill.cli;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Acted;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Asks for jobs to be cancelled.
@Command(name = "cancel", description = "Cancel jobs; running ones are asked to stop.")
final class CancelVerb implements Verb {
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
            "cancelled",
            "an ended job cannot be cancelled",
            keys -> session.store().admission().cancel(keys, by),
            CancelVerb::isWellDone)
        .on(jobs, session);
  }

  /// A job that is asked again while it still stops is as good as done.
  private static boolean isWellDone(Acted acted) {
    return acted.changed() || acted.state() == JobState.CANCELLING;
  }
}
