package dev.jobmill.cli.print;

import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Jobs, one per line: a table with a heading and ages on a terminal, aligned columns with instants
/// elsewhere.
///
/// @param terminal whether a person reads it at once
/// @param width how many characters a line has
/// @param style its colours
/// @param now what ages are counted to
public record JobTable(boolean terminal, int width, Style style, Instant now) {
  private static final int PLAIN_DETAIL_MAX = 500;

  /// The lines of some jobs.
  ///
  /// @param heading whether a heading is wanted, where there is one
  public List<String> lines(List<Job> jobs, boolean heading) {
    Table table = new Table(terminal ? width : Integer.MAX_VALUE);
    if (heading && terminal) {
      table.row(
          List.of("ID", "STATE", "TYPE", "QUEUE", "TRY", "AGE", "DETAIL").stream()
              .map(name -> new Table.Cell(name, style::heading))
              .toList());
    }
    jobs.forEach(job -> table.row(cells(job)));
    return table.lines();
  }

  private List<Table.Cell> cells(Job job) {
    String submitted =
        terminal
            ? Spans.of(Duration.between(job.submittedAt(), now))
            : JobJson.time(job.submittedAt());
    return List.of(
        Table.Cell.of(job.id().toString()),
        new Table.Cell(job.state().wireName(), text -> style.state(job.state(), text)),
        Table.Cell.of(job.type()),
        Table.Cell.of(job.queue()),
        Table.Cell.of(job.attempt() + "/" + job.maxAttempts()),
        Table.Cell.of(submitted),
        new Table.Cell(OneLine.of(detail(job), PLAIN_DETAIL_MAX), style::faint));
  }

  private String detail(Job job) {
    if (job.state() == JobState.PENDING) {
      return waiting(job);
    }
    if (job.state().isRunning()) {
      return job.progress().map(JobTable::progress).orElseGet(() -> subject(job));
    }
    return job.error()
        .filter(error -> job.state() != JobState.COMPLETED)
        .map(Failure::message)
        .orElseGet(() -> subject(job));
  }

  /// Where there is nothing else to say: what the job is about.
  private static String subject(Job job) {
    boolean readable = job.payload().encoding().equals(Content.JSON);
    return readable ? job.payload().text() : job.payload().toString();
  }

  private String waiting(Job job) {
    String reason = job.reason().map(Reason::wireName).orElse("");
    String when =
        terminal
            ? "in " + Spans.of(Duration.between(now, job.dueAt()))
            : "due " + JobJson.time(job.dueAt());
    String error = job.error().map(failure -> ", after: " + failure.message()).orElse("");
    return reason + " " + when + error;
  }

  /// Progress in words.
  public static String progress(Progress progress) {
    String percent = String.format(Locale.ROOT, "%.0f %%", Math.floor(progress.fraction() * 100));
    return progress.message() == null ? percent : percent + " " + progress.message();
  }
}
