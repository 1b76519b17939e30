package dev.jobmill.cli;

import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.Priority;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Unique;
import dev.jobmill.wire.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What may be said about jobs when they are submitted.
final class SubmitOptions {
  @Option(names = "--queue", paramLabel = "QUEUE", description = "Their queue.")
  @Nullable String queue;

  @Option(
      names = "--priority",
      paramLabel = "P",
      completionCandidates = Choices.Priorities.class,
      description = "high, normal, low, or 0 to 255; lower runs first.")
  @Nullable String priority;

  @Option(names = "--delay", paramLabel = "D", description = "Not before this time has passed.")
  @Nullable String delay;

  @Option(names = "--at", paramLabel = "INSTANT", description = "Not before this instant.")
  @Nullable String at;

  @Option(names = "--timeout", paramLabel = "D", description = "Time limit of each attempt.")
  @Nullable String timeout;

  @Option(
      names = "--deadline",
      paramLabel = "D",
      description = "Cancelled unless its first run has started within this time.")
  @Nullable String deadline;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "Further attempts after the first one.")
  @Nullable String retries;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      description = "The first wait between attempts; later ones double.")
  @Nullable String backoff;

  @Option(
      names = "--unique",
      paramLabel = "KEY",
      description = "At most one job with this key waits in its queue.")
  @Nullable String unique;

  @Option(
      names = "--on-duplicate",
      paramLabel = "HOW",
      completionCandidates = Choices.Duplicates.class,
      description =
          "Of two with one key: keep the one that is there (standard), replace it, or reject the"
              + " new one.")
  @Nullable String onDuplicate;

  @Option(
      names = "--after",
      split = ",",
      paramLabel = "ID",
      description = "Only when this job has completed; may be repeated.")
  List<String> after = List.of();

  @Option(
      names = "--tag",
      split = ",",
      paramLabel = "TAG",
      description = "A word to find them by; may be repeated.")
  List<String> tags = List.of();

  @Option(
      names = "--meta",
      paramLabel = "K=V",
      description = "Something to keep with them; may be repeated.")
  List<String> metadata = List.of();

  @Option(
      names = "--id",
      paramLabel = "UUID",
      description = "The job's id, made by you: submitting it again changes nothing.")
  @Nullable String id;

  /// The jobs that theirs come after.
  ///
  /// @throws InvalidRequest when one is no id, or there are too many
  List<JobId> after() {
    List<JobId> ids = Ids.parse(after);
    if (ids.size() > Dependency.COUNT_MAX) {
      throw new InvalidRequest(
          "--after names more than " + Dependency.COUNT_MAX + " jobs: use one in between");
    }
    return ids;
  }

  /// What these options do to a request.
  ///
  /// @throws InvalidRequest when one is malformed, or two contradict each other
  UnaryOperator<JobRequest<Content, Content>> parse() {
    if (delay != null && at != null) {
      throw new InvalidRequest("--delay and --at contradict each other: give one of them");
    }
    JobId jobId = id == null ? null : Ids.parseNew("--id", id);
    Priority level = priority == null ? null : Priority.parse(priority);
    Duration wait = delay == null ? null : Durations.parse("--delay", delay);
    Instant instant = at == null ? null : Instants.parse("--at", at);
    Duration limit = timeout == null ? null : limit(timeout);
    Duration latest = deadline == null ? null : Durations.parse("--deadline", deadline);
    Unique one = unique();
    UnaryOperator<RetryPolicy> policy = policy();
    Map<String, String> pairs = pairs();
    return request -> {
      JobRequest<Content, Content> made = request.retry(policy.apply(request.type().retry()));
      made = jobId == null ? made : made.id(jobId);
      made = queue == null ? made : made.queue(queue);
      made = level == null ? made : made.priority(level);
      made = wait == null ? made : made.delay(wait);
      made = instant == null ? made : made.at(instant);
      made = limit == null ? made : made.timeout(limit);
      made = latest == null ? made : made.deadline(latest);
      made = one == null ? made : made.unique(one);
      for (String tag : tags) {
        made = made.tag(tag);
      }
      for (Map.Entry<String, String> pair : pairs.entrySet()) {
        made = made.metadata(pair.getKey(), pair.getValue());
      }
      return made;
    };
  }

  private @Nullable Unique unique() {
    if (unique == null) {
      if (onDuplicate != null) {
        throw new InvalidRequest("--on-duplicate says nothing without --unique: give a KEY");
      }
      return null;
    }
    Unique kept = Unique.by(unique);
    return switch (onDuplicate == null ? "keep" : onDuplicate) {
      case "keep" -> kept;
      case "replace" -> kept.onDuplicate(Unique.OnDuplicate.REPLACE);
      case "reject" -> kept.onDuplicate(Unique.OnDuplicate.REJECT);
      default ->
          throw new InvalidRequest(
              "--on-duplicate '" + onDuplicate + "' is unknown: use keep, replace or reject");
    };
  }

  private UnaryOperator<RetryPolicy> policy() {
    Integer further =
        retries == null
            ? null
            : (Integer) WholeNumber.parse("--retries", retries, 0, RetryPolicy.ATTEMPTS_MAX - 1);
    Duration first = backoff == null ? null : Durations.parse("--backoff", backoff);
    return policy -> {
      RetryPolicy made = further == null ? policy : policy.withAttempts(further + 1);
      return first == null ? made : made.withBackoff(made.backoff().startingAt(first));
    };
  }

  private static Duration limit(String text) {
    Duration limit = Durations.parse("--timeout", text);
    if (limit.isZero()) {
      throw new InvalidRequest("--timeout '" + text + "' is out of range: use more than 0");
    }
    return limit;
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : metadata) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new InvalidRequest("--meta '" + text + "' has no value: write it like key=value");
      }
      if (pairs.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
        throw new InvalidRequest(
            "--meta '" + text.substring(0, equals) + "' is given twice: give each key once");
      }
    }
    return pairs;
  }
}
