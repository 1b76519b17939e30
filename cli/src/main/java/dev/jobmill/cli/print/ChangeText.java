package dev.jobmill.cli.print;

import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Reason;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;

/// What has changed about a job, as one line: when, which job, what.
///
/// @param style its colours
public record ChangeText(Style style) {
  /// Where a job stands.
  ///
  /// @param now when that was seen
  public String of(Job job, Instant now) {
    Instant at = job.state().isEnd() ? job.endedAt().orElse(now) : now;
    return JobJson.time(at)
        + "  "
        + job.id()
        + "  "
        + style.state(job.state(), job.state().wireName())
        + OneLine.of(more(job));
  }

  /// What a job has written into its log.
  public String of(Job job, LogLine line) {
    return JobJson.time(line.at())
        + "  "
        + job.id()
        + "  "
        + line.level().wireName()
        + ": "
        + OneLine.of(line.message());
  }

  /// What there is to say of a state beside its name.
  public static String more(Job job) {
    String reason = job.reason().map(Reason::wireName).map(why -> " (" + why + ")").orElse("");
    return reason
        + switch (job.state()) {
          case PENDING -> ", due at " + JobJson.time(job.dueAt());
          case QUEUED -> "";
          case PROCESSING, CANCELLING ->
              job.progress()
                  .map(progress -> "  " + JobTable.progress(progress))
                  .orElseGet(() -> ", attempt " + job.attempt() + " of " + job.maxAttempts());
          case COMPLETED, FAILED, TIMEOUT, CANCELLED -> ended(job);
        };
  }

  private static String ended(Job job) {
    String took =
        job.startedAt()
            .flatMap(start -> job.endedAt().map(end -> Duration.between(start, end)))
            .map(span -> " after " + Spans.of(span))
            .orElse("");
    String error =
        job.state() == JobState.COMPLETED
            ? ""
            : job.error().map(Failure::message).map(message -> ": " + message).orElse("");
    return took + error;
  }
}
