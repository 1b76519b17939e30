package dev.jobmill.cli;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Upkeep;
import dev.jobmill.wire.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Forgets history at once.
@Command(
    name = "prune",
    description = "Forget ended jobs whose retention is over, as workers do by and by.")
final class PruneVerb implements Verb {
  private static final int STEP = 1_000;

  @Option(
      names = "--older-than",
      paramLabel = "D",
      description = "All that ended longer ago than this, whatever their retention.")
  @Nullable String olderThan;

  @Override
  public Deed prepare(World world) {
    Duration age = olderThan == null ? null : Durations.parse("--older-than", olderThan);
    return age == null ? PruneVerb::run : session -> run(session, age);
  }

  private static int run(Session session) {
    long done = 0;
    Upkeep.Pass pass;
    do {
      pass = session.store().upkeep().prune(STEP);
      done += pass.done();
    } while (pass.next().isZero());
    tell(session, done);
    return ExitStatus.OK;
  }

  private static int run(Session session, Duration age) {
    JobFilter old =
        JobFilter.ALL
            .states(
                Arrays.stream(JobState.values())
                    .filter(JobState::isEnd)
                    .collect(Collectors.toUnmodifiableSet()))
            .endedBefore(session.world().time().now().minus(age));
    BulkResult result = session.client().deleteAll(old, session.world().place().actor());
    tell(session, result.done());
    long left = result.matched() - result.done();
    if (left > 0) {
      session.note(
          left
              + (left == 1 ? " job is" : " jobs are")
              + " kept while jobs that come after have not ended");
    }
    return ExitStatus.OK;
  }

  private static void tell(Session session, long done) {
    session
        .output()
        .line(
            session.json()
                ? "{\"done\":" + done + "}"
                : done + (done == 1 ? " job forgotten" : " jobs forgotten"));
  }
}
