package dev.jobmill.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client asks for: a type, a payload, and what differs from the type's defaults. Checked as
/// it is written. Never changes: each method gives a new request.
///
/// @param <P> the payload
/// @param <R> the result
public final class JobRequest<P, R> {
  /// The largest payload, in bytes as encoded.
  public static final int PAYLOAD_BYTES_MAX = 256 * 1024;

  private final JobType<P, R> type;
  private final P payload;
  private final @Nullable JobId id;
  private final String queue;
  private final Priority priority;
  private final Due due;
  private final RetryPolicy retry;
  private final @Nullable Duration timeout;
  private final Set<String> tags;
  private final Map<String, String> metadata;
  private final @Nullable String requestId;
  private final @Nullable String traceparent;
  private final List<Dependency> after;
  private final @Nullable Unique unique;
  private final @Nullable Due deadline;

  private JobRequest(Draft<P, R> draft) {
    this.type = draft.type;
    this.payload = draft.payload;
    this.id = draft.id;
    this.queue = draft.queue;
    this.priority = draft.priority;
    this.due = draft.due;
    this.retry = draft.retry;
    this.timeout = draft.timeout;
    this.tags = draft.tags;
    this.metadata = draft.metadata;
    this.requestId = draft.requestId;
    this.traceparent = draft.traceparent;
    this.after = draft.after;
    this.unique = draft.unique;
    this.deadline = draft.deadline;
  }

  /// A request with the type's defaults.
  public static <P, R> JobRequest<P, R> of(JobType<P, R> type, P payload) {
    return new JobRequest<>(new Draft<>(type, payload));
  }

  /// The job's id, made by the caller: submitting the same id with the same content again is
  /// recognised and changes nothing.
  public JobRequest<P, R> id(JobId value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.id = value;
    return new JobRequest<>(draft);
  }

  /// The queue.
  public JobRequest<P, R> queue(String value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.queue = Names.check("queue", value);
    return new JobRequest<>(draft);
  }

  /// The priority.
  public JobRequest<P, R> priority(Priority value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.priority = value;
    return new JobRequest<>(draft);
  }

  /// Not before this much time has passed.
  public JobRequest<P, R> delay(Duration value) {
    return due(new Due.After(value));
  }

  /// Not before this instant.
  public JobRequest<P, R> at(Instant value) {
    return due(new Due.At(value));
  }

  private JobRequest<P, R> due(Due value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.due = value;
    return new JobRequest<>(draft);
  }

  /// The attempts and waits. Which errors are worth another attempt is said by the type's own
  /// policy: that belongs to the code that runs the job.
  ///
  /// @throws InvalidRequest when the policy names error types that the type's own lacks, which
  ///   would be ignored
  public JobRequest<P, R> retry(RetryPolicy value) {
    type.requireRepeatable(value);
    if (!value.namesNoMoreThan(type.retry())) {
      throw new InvalidRequest(
          "error types of the retry policy of one job of type "
              + type.name()
              + " would be ignored: name them in the policy of the type");
    }
    Draft<P, R> draft = new Draft<>(this);
    draft.retry = value;
    return new JobRequest<>(draft);
  }

  /// The time limit of each attempt.
  ///
  /// @param value more than zero
  public JobRequest<P, R> timeout(Duration value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.timeout = JobSpec.checkTimeout(value);
    return new JobRequest<>(draft);
  }

  /// One more tag.
  public JobRequest<P, R> tag(String value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.tags = new LinkedHashSet<>(tags);
    draft.tags.add(value);
    JobSpec.checkTags(draft.tags);
    return new JobRequest<>(draft);
  }

  /// One more piece of metadata.
  public JobRequest<P, R> metadata(String key, String value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.metadata = new LinkedHashMap<>(metadata);
    draft.metadata.put(key, value);
    JobSpec.checkMetadata(draft.metadata);
    return new JobRequest<>(draft);
  }

  /// The request that causes the job: it is in every log line of the job's runs.
  public JobRequest<P, R> requestId(String value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.requestId = checkTrace("request id", value);
    return new JobRequest<>(draft);
  }

  /// The W3C trace context that causes the job.
  public JobRequest<P, R> traceparent(String value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.traceparent = checkTrace("traceparent", value);
    return new JobRequest<>(draft);
  }

  /// Only after this job has ended; cancelled when that does not complete. Call it once for each.
  public JobRequest<P, R> after(JobHandle<?> handle) {
    return after(Dependency.on(handle.job()));
  }

  /// Only after a job has ended, as the dependency's rule says. Call it once for each.
  ///
  /// @throws InvalidRequest when there are more than [Dependency#COUNT_MAX], or one twice
  public JobRequest<P, R> after(Dependency dependency) {
    Draft<P, R> draft = new Draft<>(this);
    draft.after = new ArrayList<>(after);
    draft.after.add(dependency);
    if (draft.after.size() > Dependency.COUNT_MAX) {
      throw new InvalidRequest(
          "a job cannot come after more than "
              + Dependency.COUNT_MAX
              + " jobs: use one in between");
    }
    if (draft.after.stream().map(Dependency::job).distinct().count() < draft.after.size()) {
      throw new InvalidRequest("job " + dependency.job() + " is named twice: come after it once");
    }
    return new JobRequest<>(draft);
  }

  /// At most one job of a kind: see [Unique].
  public JobRequest<P, R> unique(Unique value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.unique = value;
    return new JobRequest<>(draft);
  }

  /// At most one job with this key waits in the queue: a second one is recognised as its duplicate.
  public JobRequest<P, R> unique(String key) {
    return unique(Unique.by(key));
  }

  /// Its first run must have started within this time of its submission; else it ends `CANCELLED`,
  /// reason `EXPIRED`.
  public JobRequest<P, R> deadline(Duration value) {
    return deadline(new Due.After(value));
  }

  /// Its first run must have started by then; else it ends `CANCELLED`, reason `EXPIRED`.
  public JobRequest<P, R> deadline(Instant value) {
    return deadline(new Due.At(value));
  }

  private JobRequest<P, R> deadline(Due value) {
    Draft<P, R> draft = new Draft<>(this);
    draft.deadline = value;
    return new JobRequest<>(draft);
  }

  /// @throws InvalidRequest when it says something that only one job can have, or that a schedule
  ///   says
  void requireRecurring() {
    boolean fixed = deadline instanceof Due.At;
    if (id != null || !after.isEmpty() || unique != null || !due.equals(Due.NOW) || fixed) {
      throw new InvalidRequest(
          "a request of type "
              + type.name()
              + " that recurs has no id, due time, instant as deadline, unique key or jobs before"
              + " it: leave these out, its schedule and overlap say when it runs");
    }
  }

  private static String checkTrace(String what, String value) {
    boolean printable = value.chars().allMatch(c -> c > ' ' && c < 127);
    if (value.isEmpty() || value.length() > JobSpec.TRACE_CHARS_MAX || !printable) {
      throw new InvalidRequest(
          what
              + " is not usable: use 1 to "
              + JobSpec.TRACE_CHARS_MAX
              + " printable ASCII characters without spaces");
    }
    return value;
  }

  /// What kind of work.
  public JobType<P, R> type() {
    return type;
  }

  /// What to do it on.
  public P payload() {
    return payload;
  }

  /// The id that the caller made.
  public Optional<JobId> id() {
    return Optional.ofNullable(id);
  }

  /// The jobs that it comes after.
  public List<Dependency> after() {
    return after;
  }

  /// The queue: the type's unless another was named.
  public String queue() {
    return queue;
  }

  /// The whole request as a store takes it.
  ///
  /// @param fresh the job's id where the caller made none
  /// @param codec writes the payload
  /// @throws InvalidRequest when the payload cannot be written or is too large
  public JobSpec toSpec(JobId fresh, PayloadCodec codec) {
    Content content = codec.encode(payload);
    if (content.size() > PAYLOAD_BYTES_MAX) {
      throw new InvalidRequest(
          "payload of "
              + content.size()
              + " bytes is too large: use at most "
              + PAYLOAD_BYTES_MAX
              + " and keep larger data in a file that the payload names");
    }
    return JobSpec.builder(id == null ? fresh : id, type.name(), content)
        .typeVersion(type.version())
        .queue(queue)
        .priority(priority)
        .due(due)
        .maxAttempts(retry.maxAttempts())
        .backoff(retry.backoff())
        .timeout(timeout)
        .tags(tags)
        .metadata(metadata)
        .requestId(requestId)
        .traceparent(traceparent)
        .after(after)
        .unique(unique == null ? null : unique.resolve(type.name(), content, codec))
        .deadline(deadline)
        .atMostOnce(type.runsAtMostOnce())
        .build();
  }

  private static final class Draft<P, R> {
    private final JobType<P, R> type;
    private final P payload;
    private @Nullable JobId id;
    private String queue;
    private Priority priority;
    private Due due;
    private RetryPolicy retry;
    private @Nullable Duration timeout;
    private Set<String> tags;
    private Map<String, String> metadata;
    private @Nullable String requestId;
    private @Nullable String traceparent;
    private List<Dependency> after;
    private @Nullable Unique unique;
    private @Nullable Due deadline;

    private Draft(JobType<P, R> type, P payload) {
      this.type = type;
      this.payload = Objects.requireNonNull(payload, "payload");
      this.queue = type.queue();
      this.priority = type.priority();
      this.due = Due.NOW;
      this.retry = type.retry();
      this.timeout = type.timeout().orElse(null);
      this.tags = Set.of();
      this.metadata = Map.of();
      this.after = List.of();
    }

    private Draft(JobRequest<P, R> from) {
      this.type = from.type;
      this.payload = from.payload;
      this.id = from.id;
      this.queue = from.queue;
      this.priority = from.priority;
      this.due = from.due;
      this.retry = from.retry;
      this.timeout = from.timeout;
      this.tags = from.tags;
      this.metadata = from.metadata;
      this.requestId = from.requestId;
      this.traceparent = from.traceparent;
      this.after = from.after;
      this.unique = from.unique;
      this.deadline = from.deadline;
    }
  }
}
