package dev.jobmill.cli;

import dev.jobmill.cli.print.JobPage;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Names;
import dev.jobmill.store.Lookup;
import dev.jobmill.wire.JobJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows jobs whole.
@Command(
    name = "show",
    description = "Show a job whole: attempts, the last lines of its log, and what people did.")
final class ShowVerb implements Verb {
  private static final int LOG_LINES = 1_000;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The jobs.")
  List<String> ids = List.of();

  @Option(
      names = "--save",
      paramLabel = "NAME",
      description = "Write this attachment to a new file of its name, instead of showing the job.")
  @Nullable String save;

  @Option(
      names = "--stack",
      description =
          "Show what the thread of a running job is doing, instead of the job; of one that was told"
              + " to stop, what it was doing then.")
  boolean stack;

  @Override
  public Deed prepare(World world) {
    List<JobId> asked = Ids.parse(ids);
    String name = save;
    if (stack) {
      if (name != null) {
        throw new InvalidRequest("--stack and --save show different things: use one of them");
      }
      return session -> stacks(session, asked);
    }
    if (name == null) {
      return session -> run(session, asked);
    }
    if (asked.size() > 1) {
      throw new InvalidRequest("--save writes an attachment of one job: name one ID");
    }
    return session -> save(session, asked, Names.check("attachment", name));
  }

  private static int run(Session session, List<JobId> asked) {
    Lookup lookup = session.store().lookup();
    Map<JobId, Job> jobs = Ids.find(lookup, asked);
    Output output = session.output();
    JobPage page = page(session);
    boolean first = true;
    for (Job job : jobs.values()) {
      List<Attempt> attempts = lookup.attempts(job.id());
      List<LogLine> log = lookup.log(job.id(), LOG_LINES);
      List<JobEvent> events = lookup.events(job.id());
      if (session.json()) {
        output.line(JobJson.of(job, attempts, log, events));
      } else {
        if (!first) {
          output.line("");
        }
        page.lines(job, attempts, log, events).forEach(output::line);
      }
      first = false;
    }
    List<JobId> unknown = new ArrayList<>(asked);
    unknown.removeAll(jobs.keySet());
    if (unknown.isEmpty()) {
      return ExitStatus.OK;
    }
    output.flush();
    throw Unknown.problem(unknown);
  }

  private static int stacks(Session session, List<JobId> asked) {
    Map<JobId, Job> jobs = Ids.find(session.store().lookup(), asked);
    List<String> missing = new StackView(session).show(jobs.values());
    session.output().flush();
    missing.forEach(session::complain);
    List<JobId> unknown = new ArrayList<>(asked);
    unknown.removeAll(jobs.keySet());
    if (!unknown.isEmpty()) {
      throw Unknown.problem(unknown);
    }
    return missing.isEmpty() ? ExitStatus.OK : ExitStatus.NOT_ALL_WELL;
  }

  private static int save(Session session, List<JobId> asked, String name) {
    Job job = session.client().find(asked.getFirst()).orElseThrow(() -> Unknown.problem(asked));
    AttachmentFile.save(session, job, name);
    return ExitStatus.OK;
  }

  private static JobPage page(Session session) {
    Terminal terminal = session.world().terminal();
    return new JobPage(session.style(), terminal.out() ? terminal.columns() : 0);
  }
}
