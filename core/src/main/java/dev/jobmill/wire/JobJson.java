package dev.jobmill.wire;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A job as one JSON object, the same wherever it is shown. What is not known is absent.
public final class JobJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Numbers of a payload are shown as they were written, also those that no double can hold.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JobJson() {}

  /// An instant in UTC with milliseconds.
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// The whole job on one line.
  public static String of(Job job) {
    return tree(job).toString();
  }

  /// The whole job with its attempts, the last lines of its log and what people did to it, on one
  /// line.
  public static String of(
      Job job, List<Attempt> attempts, List<LogLine> log, List<JobEvent> events) {
    ObjectNode tree = tree(job);
    ArrayNode attemptNodes = tree.putArray("attempts");
    attempts.forEach(attempt -> put(attemptNodes.addObject(), attempt));
    ArrayNode lines = tree.putArray("log");
    log.forEach(line -> put(lines.addObject(), line));
    ArrayNode eventNodes = tree.putArray("events");
    events.forEach(event -> put(eventNodes.addObject(), event));
    return tree.toString();
  }

  static ObjectNode tree(Job job) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", job.id().toString());
    node.put("type", job.type());
    node.put("queue", job.queue());
    putPriority(node, job);
    node.put("state", job.state().wireName());
    job.reason().ifPresent(reason -> node.put("reason", reason.wireName()));
    node.put("attempt", job.attempt());
    node.put("run", job.run());
    node.put("crashes", job.crashes());
    if (job.isSuspect()) {
      node.put("suspect", true);
    }
    node.put("maxAttempts", job.maxAttempts());
    node.put("submittedAt", time(job.submittedAt()));
    node.put("dueAt", time(job.dueAt()));
    job.startedAt().ifPresent(at -> node.put("startedAt", time(at)));
    job.endedAt().ifPresent(at -> node.put("endedAt", time(at)));
    job.deadline().ifPresent(at -> node.put("deadline", time(at)));
    job.timeout().ifPresent(limit -> node.put("timeoutSeconds", Durations.seconds(limit)));
    job.progress().ifPresent(progress -> put(node.putObject("progress"), progress));
    job.worker().ifPresent(worker -> node.put("worker", worker));
    if (!job.tags().isEmpty()) {
      ArrayNode tags = node.putArray("tags");
      job.tags().forEach(tags::add);
    }
    if (!job.metadata().isEmpty()) {
      ObjectNode metadata = node.putObject("metadata");
      job.metadata().forEach(metadata::put);
    }
    job.requestId().ifPresent(id -> node.put("requestId", id));
    if (!job.after().isEmpty()) {
      ArrayNode after = node.putArray("after");
      job.after().forEach(dependency -> after.add(dependency.job().toString()));
    }
    node.set("payload", content(job.payload()));
    job.result().ifPresent(result -> node.set("result", content(result)));
    if (!job.attachments().isEmpty()) {
      ArrayNode attachments = node.putArray("attachments");
      job.attachments().forEach(attachment -> put(attachments.addObject(), attachment));
    }
    job.error().ifPresent(error -> put(node.putObject("error"), error));
    return node;
  }

  private static void putPriority(ObjectNode node, Job job) {
    String name = job.priority().toString();
    if (Character.isDigit(name.charAt(0))) {
      node.put("priority", job.priority().level());
    } else {
      node.put("priority", name);
    }
  }

  private static void put(ObjectNode node, Progress progress) {
    node.put("fraction", progress.fraction());
    if (progress.message() != null) {
      node.put("message", progress.message());
    }
  }

  private static void put(ObjectNode node, Failure error) {
    node.put("kind", error.kind());
    node.put("message", error.message());
    if (error.stack() != null) {
      node.put("stack", error.stack());
    }
  }

  private static void put(ObjectNode node, Attachment attachment) {
    node.put("name", attachment.name());
    node.put("mediaType", attachment.mediaType());
    node.put("bytes", attachment.bytes());
    node.put("sha256", attachment.sha256());
  }

  private static void put(ObjectNode node, Attempt attempt) {
    node.put("attempt", attempt.attempt());
    node.put("run", attempt.run());
    node.put("worker", attempt.worker());
    node.put("startedAt", time(attempt.startedAt()));
    attempt.endedAt().ifPresent(at -> node.put("endedAt", time(at)));
    node.put("outcome", attempt.outcome().wireName());
    attempt.error().ifPresent(error -> put(node.putObject("error"), error));
  }

  private static void put(ObjectNode node, LogLine line) {
    node.put("at", time(line.at()));
    node.put("level", line.level().wireName());
    node.put("message", line.message());
  }

  private static void put(ObjectNode node, JobEvent event) {
    node.put("at", time(event.at()));
    node.put("by", event.by());
    node.put("what", event.what());
    node.put("from", event.from().wireName());
    node.put("to", event.to().wireName());
  }

  /// JSON content stands as it is; other encodings are told by name and size only.
  private static JsonNode content(Content content) {
    if (content.encoding().equals(Content.JSON)) {
      try {
        return MAPPER.readTree(content.bytes());
      } catch (JacksonException unreadable) {
        return MAPPER.createObjectNode().put("unreadable", content.text());
      }
    }
    return MAPPER
        .createObjectNode()
        .put("encoding", content.encoding())
        .put("bytes", content.size());
  }
}
