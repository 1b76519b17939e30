package dev.jobmill.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is asked of a job, with every default filled in: the part of a [Job] that does not change
/// while it lives (but for the priority and due time of a waiting one). Built from a [JobRequest]
/// by a client, and by stores from what they kept. Never changes.
public final class JobSpec {
  /// The most tags of one job.
  public static final int TAGS_MAX = 20;

  /// The most metadata of one job, in bytes of its keys and values as UTF-8.
  public static final int METADATA_BYTES_MAX = 16 * 1024;

  /// The longest request id or trace parent, in characters.
  public static final int TRACE_CHARS_MAX = 200;

  private final JobId id;
  private final String type;
  private final int typeVersion;
  private final String queue;
  private final Priority priority;
  private final Content payload;
  private final Due due;
  private final int maxAttempts;
  private final Backoff backoff;
  private final @Nullable Duration timeout;
  private final Set<String> tags;
  private final Map<String, String> metadata;
  private final @Nullable String requestId;
  private final @Nullable String traceparent;
  private final List<Dependency> after;
  private final @Nullable Unique unique;
  private final @Nullable Due deadline;
  private final boolean atMostOnce;

  private JobSpec(Builder from) {
    this.id = from.id;
    this.type = from.type;
    this.typeVersion = from.typeVersion;
    this.queue = from.queue;
    this.priority = from.priority;
    this.payload = from.payload;
    this.due = from.due;
    this.maxAttempts = from.maxAttempts;
    this.backoff = from.backoff;
    this.timeout = from.timeout;
    this.tags = from.tags;
    this.metadata = from.metadata;
    this.requestId = from.requestId;
    this.traceparent = from.traceparent;
    this.after = from.after;
    this.unique = from.unique;
    this.deadline = from.deadline;
    this.atMostOnce = from.atMostOnce;
  }

  /// Starts a spec with the standard defaults. Nothing is checked here: [JobRequest] checks what
  /// people write.
  public static Builder builder(JobId id, String type, Content payload) {
    return new Builder(id, type, payload);
  }

  /// The job's name for ever.
  public JobId id() {
    return id;
  }

  /// The stable name of its type.
  public String type() {
    return type;
  }

  /// The version of its payload's form.
  public int typeVersion() {
    return typeVersion;
  }

  /// Its queue.
  public String queue() {
    return queue;
  }

  /// Its place in the queue.
  public Priority priority() {
    return priority;
  }

  /// Its payload.
  public Content payload() {
    return payload;
  }

  /// When it may first run.
  public Due due() {
    return due;
  }

  /// How many attempts it has in all.
  public int maxAttempts() {
    return maxAttempts;
  }

  /// How long it waits between them.
  public Backoff backoff() {
    return backoff;
  }

  /// The time limit of each attempt; none where empty.
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /// Words to find it by.
  public Set<String> tags() {
    return tags;
  }

  /// What the submitter wants to keep with it, in the order in which it was given.
  public Map<String, String> metadata() {
    return metadata;
  }

  /// The request that caused it, for logs.
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /// The W3C trace context that caused it.
  public Optional<String> traceparent() {
    return Optional.ofNullable(traceparent);
  }

  /// The jobs that it comes after, in the order in which they were named.
  public List<Dependency> after() {
    return after;
  }

  /// How it is to be the only one of its kind; its key is always known here.
  public Optional<Unique> unique() {
    return Optional.ofNullable(unique);
  }

  /// When its first run must have started at the latest.
  public Optional<Due> deadline() {
    return Optional.ofNullable(deadline);
  }

  /// Whether it is never run a second time, even when its run was lost.
  public boolean atMostOnce() {
    return atMostOnce;
  }

  /// Whether another spec asks for the same work. The due time, the deadline and the trace are left
  /// out, since they differ when the same request is sent again, and the priority, since a person
  /// may have changed it meanwhile.
  public boolean sameContent(JobSpec other) {
    return id.equals(other.id)
        && type.equals(other.type)
        && typeVersion == other.typeVersion
        && queue.equals(other.queue)
        && payload.equals(other.payload)
        && maxAttempts == other.maxAttempts
        && backoff.equals(other.backoff)
        && Objects.equals(timeout, other.timeout)
        && tags.equals(other.tags)
        && metadata.equals(other.metadata)
        && after.equals(other.after)
        && Objects.equals(unique, other.unique)
        && atMostOnce == other.atMostOnce;
  }

  /// A builder that begins with everything that this spec says.
  public Builder toBuilder() {
    return toBuilder(id);
  }

  /// The same for a job of another name.
  public Builder toBuilder(JobId other) {
    return new Builder(other, type, payload)
        .typeVersion(typeVersion)
        .queue(queue)
        .priority(priority)
        .due(due)
        .maxAttempts(maxAttempts)
        .backoff(backoff)
        .timeout(timeout)
        .tags(tags)
        .metadata(metadata)
        .requestId(requestId)
        .traceparent(traceparent)
        .after(after)
        .unique(unique)
        .deadline(deadline)
        .atMostOnce(atMostOnce);
  }

  static Duration checkTimeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new InvalidRequest("timeout " + limit + " is out of range: use more than zero");
    }
    return Limits.check("timeout", limit);
  }

  static void checkTags(Set<String> tags) {
    if (tags.size() > TAGS_MAX) {
      throw new InvalidRequest(tags.size() + " tags are too many: use at most " + TAGS_MAX);
    }
    tags.forEach(tag -> Names.check("tag", tag));
  }

  static void checkMetadata(Map<String, String> metadata) {
    long bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      Names.check("metadata key", entry.getKey());
      bytes += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > METADATA_BYTES_MAX) {
      throw new InvalidRequest(
          "metadata of " + bytes + " bytes is too large: use at most " + METADATA_BYTES_MAX);
    }
  }

  /// Collects the parts of a spec. Not thread-safe.
  public static final class Builder {
    private final JobId id;
    private final String type;
    private final Content payload;
    private int typeVersion = 1;
    private String queue = JobType.DEFAULT_QUEUE;
    private Priority priority = Priority.NORMAL;
    private Due due = Due.NOW;
    private int maxAttempts = RetryPolicy.STANDARD.maxAttempts();
    private Backoff backoff = Backoff.STANDARD;
    private @Nullable Duration timeout;
    private Set<String> tags = Set.of();
    private Map<String, String> metadata = Map.of();
    private @Nullable String requestId;
    private @Nullable String traceparent;
    private List<Dependency> after = List.of();
    private @Nullable Unique unique;
    private @Nullable Due deadline;
    private boolean atMostOnce;

    private Builder(JobId id, String type, Content payload) {
      this.id = id;
      this.type = type;
      this.payload = payload;
    }

    /// See [JobSpec#typeVersion()].
    public Builder typeVersion(int value) {
      this.typeVersion = value;
      return this;
    }

    /// See [JobSpec#queue()].
    public Builder queue(String value) {
      this.queue = value;
      return this;
    }

    /// See [JobSpec#priority()].
    public Builder priority(Priority value) {
      this.priority = value;
      return this;
    }

    /// See [JobSpec#due()].
    public Builder due(Due value) {
      this.due = value;
      return this;
    }

    /// See [JobSpec#maxAttempts()].
    public Builder maxAttempts(int value) {
      this.maxAttempts = value;
      return this;
    }

    /// See [JobSpec#backoff()].
    public Builder backoff(Backoff value) {
      this.backoff = value;
      return this;
    }

    /// See [JobSpec#timeout()]; null for none.
    public Builder timeout(@Nullable Duration value) {
      this.timeout = value;
      return this;
    }

    /// See [JobSpec#tags()].
    public Builder tags(Set<String> value) {
      this.tags =
          value.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(value));
      return this;
    }

    /// See [JobSpec#metadata()].
    public Builder metadata(Map<String, String> value) {
      this.metadata =
          value.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
      return this;
    }

    /// See [JobSpec#requestId()]; null for none.
    public Builder requestId(@Nullable String value) {
      this.requestId = value;
      return this;
    }

    /// See [JobSpec#traceparent()]; null for none.
    public Builder traceparent(@Nullable String value) {
      this.traceparent = value;
      return this;
    }

    /// See [JobSpec#after()].
    public Builder after(List<Dependency> value) {
      this.after = List.copyOf(value);
      return this;
    }

    /// See [JobSpec#unique()]; null for no such rule. Its key must be known.
    public Builder unique(@Nullable Unique value) {
      if (value != null && value.key().isEmpty()) {
        throw new IllegalArgumentException("a spec needs the key itself, not a rule for it");
      }
      this.unique = value;
      return this;
    }

    /// See [JobSpec#deadline()]; null for none.
    public Builder deadline(@Nullable Due value) {
      this.deadline = value;
      return this;
    }

    /// See [JobSpec#atMostOnce()].
    public Builder atMostOnce(boolean value) {
      this.atMostOnce = value;
      return this;
    }

    /// The spec.
    public JobSpec build() {
      return new JobSpec(this);
    }
  }
}
