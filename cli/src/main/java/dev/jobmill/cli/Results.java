package dev.jobmill.cli;

import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.cli.types.KnownType;
import dev.jobmill.cli.types.ResultText;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.wire.JobJson;
import java.util.List;
import java.util.function.Predicate;

/// Prints how jobs ended, each once. Not thread-safe.
final class Results {
  private final Session session;
  private final Predicate<Job> shown;
  private int status = ExitStatus.OK;

  /// @param shown whether what a job has to show has been shown already; asked once for each
  Results(Session session, Predicate<Job> shown) {
    this.session = session;
    this.shown = shown;
  }

  /// Prints these.
  ///
  /// @param watch draws on the same terminal
  void print(List<OwnJobs.Ended> ended, RunWatch watch) {
    for (OwnJobs.Ended end : ended) {
      watch.beside(() -> print(end));
    }
  }

  /// What the program ends with, as far as these jobs go.
  int status() {
    return status;
  }

  private void print(OwnJobs.Ended end) {
    Job job = end.job();
    if (job == null) {
      status = ExitStatus.NOT_ALL_WELL;
      session.complain(
          "job "
              + end.id()
              + " has ended, and its history was over before its result was read:"
              + " keep history longer");
      return;
    }
    boolean isShown = shown.test(job);
    Output output = session.output();
    if (session.json()) {
      output.line(JobJson.of(job));
    } else if (job.state() == JobState.COMPLETED && !isShown) {
      job.result().ifPresent(result -> print(job, result));
    }
    output.flush();
    if (job.state() != JobState.COMPLETED) {
      status = ExitStatus.NOT_ALL_WELL;
      session.complain(complaint(job));
    }
  }

  private void print(Job job, Content result) {
    ResultText.Shown shown =
        session
            .world()
            .types()
            .find(job.type())
            .map(KnownType::results)
            .map(results -> results.of(result))
            .orElseGet(() -> new ResultText.Shown(result.text() + "\n", ""));
    session.output().text(shown.out());
    session.world().streams().err().print(shown.err());
    session.world().streams().err().flush();
  }

  private String complaint(Job job) {
    String reason = job.reason().map(Reason::wireName).map(why -> " (" + why + ")").orElse("");
    String what = "job " + job.id() + " " + job.type() + " " + job.state().wireName() + reason;
    String error = job.error().map(failure -> ": " + failure.message()).orElse("");
    String more =
        session.settings().store() instanceof StoreUrl.Memory
            ? ""
            : ": 'jobmill show " + job.id() + "' tells more";
    return what + error + more;
  }
}
