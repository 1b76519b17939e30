package dev.jobmill.cli.print;

import dev.jobmill.job.Job;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Reason;
import dev.jobmill.wire.JobJson;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What has changed about a job, as one JSON object per line, with the names that a job as JSON
/// has.
public final class ChangeJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ChangeJson() {}

  /// Where a job stands.
  ///
  /// @param now when that was seen
  public static String of(Job job, Instant now) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("at", JobJson.time(now));
    node.put("id", job.id().toString());
    node.put("type", job.type());
    node.put("state", job.state().wireName());
    job.reason().map(Reason::wireName).ifPresent(reason -> node.put("reason", reason));
    node.put("attempt", job.attempt());
    node.put("run", job.run());
    node.put("dueAt", JobJson.time(job.dueAt()));
    job.progress()
        .ifPresent(progress -> {
          ObjectNode fraction = node.putObject("progress");
          fraction.put("fraction", progress.fraction());
          if (progress.message() != null) {
            fraction.put("message", progress.message());
          }
        });
    return node.toString();
  }

  /// What a job has written into its log.
  public static String of(Job job, LogLine line) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("at", JobJson.time(line.at()));
    node.put("id", job.id().toString());
    node.put("run", line.run());
    node.put("level", line.level().wireName());
    node.put("message", line.message());
    return node.toString();
  }
}
