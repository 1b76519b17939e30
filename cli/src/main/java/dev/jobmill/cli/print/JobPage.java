package dev.jobmill.cli.print;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Unique;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One job whole, for people.
///
/// @param style its colours
/// @param width how many characters a line has, to which JSON is laid out; 0 where no person reads
///   it at once, and each field is one line
public record JobPage(Style style, int width) {
  private static final int NAMES = 13;
  private static final int WIDTH_MIN = 20;

  /// The lines of the page.
  ///
  /// @param log the last lines of the job's log
  public List<String> lines(
      Job job, List<Attempt> attempts, List<LogLine> log, List<JobEvent> events) {
    List<String> lines = new ArrayList<>();
    facts(job, lines);
    section("attempts", attempts.stream().map(JobPage::attempt).toList(), lines);
    section("log", log.stream().map(JobPage::logLine).toList(), lines);
    section("events", events.stream().map(JobPage::event).toList(), lines);
    return lines;
  }

  private void facts(Job job, List<String> lines) {
    field("id", job.id().toString(), lines);
    field("type", job.type(), lines);
    field("queue", job.queue(), lines);
    field("priority", job.priority().toString(), lines);
    String reason = job.reason().map(Reason::wireName).map(why -> " (" + why + ")").orElse("");
    field("state", style.state(job.state(), job.state().wireName()) + reason, lines);
    field("attempt", job.attempt() + " of " + job.maxAttempts() + ", run " + job.run(), lines);
    if (job.crashes() > 0) {
      field("crashes", Integer.toString(job.crashes()), lines);
    }
    if (job.isSuspect()) {
      field("suspect", "its worker died while it ran: it runs alone until a run ends", lines);
    }
    field("submitted", JobJson.time(job.submittedAt()), lines);
    if (job.state() == JobState.PENDING) {
      field("due", JobJson.time(job.dueAt()), lines);
    }
    job.startedAt().ifPresent(at -> field("started", JobJson.time(at), lines));
    job.endedAt().ifPresent(at -> field("ended", JobJson.time(at), lines));
    job.deadline().ifPresent(at -> field("deadline", JobJson.time(at), lines));
    job.spec()
        .unique()
        .flatMap(Unique::key)
        .ifPresent(key -> field("unique", OneLine.of(key), lines));
    job.after().forEach(before -> field("after", before.job().toString(), lines));
    job.timeout().ifPresent(limit -> field("timeout", Spans.of(limit), lines));
    job.worker().ifPresent(worker -> field("worker", worker, lines));
    job.progress().ifPresent(how -> field("progress", JobTable.progress(how), lines));
    if (!job.tags().isEmpty()) {
      field("tags", String.join(", ", job.tags()), lines);
    }
    for (Map.Entry<String, String> entry : job.metadata().entrySet()) {
      field("metadata", entry.getKey() + "=" + entry.getValue(), lines);
    }
    job.requestId().ifPresent(id -> field("request", id, lines));
    content("payload", job.payload(), lines);
    job.result().ifPresent(result -> content("result", result, lines));
    job.attachments().forEach(kept -> field("attachment", attachment(kept), lines));
    job.error().ifPresent(error -> field("error", error(error), lines));
  }

  private static void field(String name, String value, List<String> lines) {
    lines.add(String.format(Locale.ROOT, "%-12s %s", name, value));
  }

  private void section(String name, List<String> entries, List<String> lines) {
    if (!entries.isEmpty()) {
      lines.add(style.heading(name));
      entries.forEach(entry -> lines.add("  " + entry));
    }
  }

  private void content(String name, Content content, List<String> lines) {
    if (!content.encoding().equals(Content.JSON)) {
      field(name, content.toString(), lines);
      return;
    }
    List<String> json =
        width == 0
            ? List.of(content.text())
            : JsonLayout.lines(content.text(), Math.max(WIDTH_MIN, width - NAMES));
    field(name, OneLine.of(json.getFirst()), lines);
    json.subList(1, json.size())
        .forEach(line -> lines.add(" ".repeat(NAMES + indent(line)) + OneLine.of(line.strip())));
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static String attachment(Attachment kept) {
    return kept.name()
        + "  "
        + OneLine.of(kept.mediaType())
        + "  "
        + kept.bytes()
        + (kept.bytes() == 1 ? " byte" : " bytes")
        + "  sha256 "
        + kept.sha256();
  }

  private static String error(Failure error) {
    return OneLine.of(error.kind() + ": " + error.message());
  }

  private static String attempt(Attempt attempt) {
    String took =
        attempt
            .endedAt()
            .map(end -> " in " + Spans.of(Duration.between(attempt.startedAt(), end)))
            .orElse("");
    return attempt.attempt()
        + "  run "
        + attempt.run()
        + "  "
        + JobJson.time(attempt.startedAt())
        + "  "
        + attempt.outcome().wireName()
        + took
        + attempt.error().map(error -> "  " + error(error)).orElse("");
  }

  private static String logLine(LogLine line) {
    return JobJson.time(line.at())
        + "  "
        + line.level().wireName()
        + "  "
        + OneLine.of(line.message());
  }

  private static String event(JobEvent event) {
    return JobJson.time(event.at())
        + "  "
        + OneLine.of(event.by())
        + "  "
        + event.what()
        + "  "
        + event.from().wireName()
        + " to "
        + event.to().wireName();
  }
}
