package dev.jobmill.cli;

import dev.jobmill.cli.print.JobTable;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Names;
import dev.jobmill.store.Lookup;
import dev.jobmill.wire.JobJson;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists jobs, newest first.
@Command(name = "list", description = "List jobs, newest first.")
final class ListVerb implements Verb {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 999_999_999;
  private static final String EVERY = "Only jobs ";

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      completionCandidates = Choices.States.class,
      description = EVERY + "in these states.")
  List<String> states = List.of();

  @Option(names = "--type", paramLabel = "TYPE", description = EVERY + "of this type.")
  @Nullable String type;

  @Option(names = "--queue", paramLabel = "QUEUE", description = EVERY + "of this queue.")
  @Nullable String queue;

  @Option(names = "--tag", paramLabel = "TAG", description = EVERY + "with this tag.")
  @Nullable String tag;

  @Option(
      names = "--since",
      paramLabel = "D",
      description = EVERY + "submitted so long ago at most (2h), or since an instant.")
  @Nullable String since;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; 50 unless given.")
  @Nullable String limit;

  @Override
  public Deed prepare(World world) {
    Instant now = world.time().now();
    JobFilter filter = filter(now);
    int most = limit();
    return session -> run(session, filter, most, now);
  }

  private static int run(Session session, JobFilter filter, int most, Instant now) {
    boolean terminal = session.world().terminal().out();
    JobTable table =
        new JobTable(terminal, session.world().terminal().columns(), session.style(), now);
    Output output = session.output();
    int left = most;
    @Nullable JobId before = null;
    while (left > 0 && !output.isBroken()) {
      List<Job> page = session.client().list(filter, before, Math.min(left, Lookup.PAGE_SIZE_MAX));
      if (page.isEmpty()) {
        break;
      }
      if (session.json()) {
        page.forEach(job -> output.line(JobJson.of(job)));
      } else {
        table.lines(page, before == null).forEach(output::line);
      }
      output.flush();
      left -= page.size();
      before = page.getLast().id();
    }
    if (before == null && session.world().terminal().err() && !session.json()) {
      session.note(filter.equals(JobFilter.ALL) ? "no jobs" : "no jobs like that");
    }
    return ExitStatus.OK;
  }

  private JobFilter filter(Instant now) {
    JobFilter filter = JobFilter.ALL;
    if (!states.isEmpty()) {
      filter = filter.states(EnumSet.copyOf(states.stream().map(JobState::parse).toList()));
    }
    if (type != null) {
      filter = filter.type(Names.check("job type", type));
    }
    if (queue != null) {
      filter = filter.queue(Names.check("queue", queue));
    }
    if (tag != null) {
      filter = filter.tag(Names.check("tag", tag));
    }
    return since == null ? filter : filter.since(Instants.parseSince("--since", since, now));
  }

  private int limit() {
    return limit == null ? LIMIT : WholeNumber.parse("--limit", limit, 1, LIMIT_MAX);
  }
}
