package dev.jobmill.cli;

import dev.jobmill.cli.print.JobTable;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Lookup;
import dev.jobmill.wire.JobJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists jobs, newest first.
@Command(name = "list", description = "List jobs, newest first.")
final class ListVerb implements Verb {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 999_999_999;

  @Mixin Filters filters = new Filters();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; 50 unless given.")
  @Nullable String limit;

  @Override
  public Deed prepare(World world) {
    Instant now = world.time().now();
    JobFilter filter = filters.parse(now);
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

  private int limit() {
    return limit == null ? LIMIT : WholeNumber.parse("--limit", limit, 1, LIMIT_MAX);
  }
}
