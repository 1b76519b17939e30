package dev.jobmill.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One unit of work as it was stored at some moment: a snapshot that never changes, never code.
public final class Job {
  private final JobSpec spec;
  private final JobState state;
  private final @Nullable Reason reason;
  private final int attempt;
  private final int run;
  private final int crashes;
  private final boolean suspect;
  private final Instant submittedAt;
  private final Instant dueAt;
  private final @Nullable Instant startedAt;
  private final @Nullable Instant endedAt;
  private final @Nullable String worker;
  private final @Nullable Progress progress;
  private final @Nullable Content result;
  private final @Nullable Failure error;
  private final List<Attachment> attachments;

  private Job(Builder from) {
    this.spec = from.spec;
    this.state = from.state;
    this.reason = from.reason;
    this.attempt = from.attempt;
    this.run = from.run;
    this.crashes = from.crashes;
    this.suspect = from.suspect;
    this.submittedAt = from.submittedAt;
    this.dueAt = from.dueAt;
    this.startedAt = from.startedAt;
    this.endedAt = from.endedAt;
    this.worker = from.worker;
    this.progress = from.progress;
    this.result = from.result;
    this.error = from.error;
    this.attachments = from.attachments;
  }

  /// For stores: starts a snapshot of a job.
  public static Builder builder(JobSpec spec, JobState state, Instant submittedAt) {
    return new Builder(spec, state, submittedAt);
  }

  /// For stores: a builder that begins with everything that this snapshot says.
  public Builder toBuilder() {
    Builder builder = new Builder(spec, state, submittedAt);
    builder.reason = reason;
    builder.attempt = attempt;
    builder.run = run;
    builder.crashes = crashes;
    builder.suspect = suspect;
    builder.dueAt = dueAt;
    builder.startedAt = startedAt;
    builder.endedAt = endedAt;
    builder.worker = worker;
    builder.progress = progress;
    builder.result = result;
    builder.error = error;
    builder.attachments = attachments;
    return builder;
  }

  /// What was asked of it.
  public JobSpec spec() {
    return spec;
  }

  /// Its name for ever.
  public JobId id() {
    return spec.id();
  }

  /// The stable name of its type.
  public String type() {
    return spec.type();
  }

  /// Its queue.
  public String queue() {
    return spec.queue();
  }

  /// Its place in the queue.
  public Priority priority() {
    return spec.priority();
  }

  /// Its payload.
  public Content payload() {
    return spec.payload();
  }

  /// How many attempts it has in all.
  public int maxAttempts() {
    return spec.maxAttempts();
  }

  /// The time limit of each attempt; none where empty.
  public Optional<Duration> timeout() {
    return spec.timeout();
  }

  /// Words to find it by.
  public Set<String> tags() {
    return spec.tags();
  }

  /// What its submitter keeps with it.
  public Map<String, String> metadata() {
    return spec.metadata();
  }

  /// The request that caused it.
  public Optional<String> requestId() {
    return spec.requestId();
  }

  /// Where it is in its life.
  public JobState state() {
    return state;
  }

  /// Why it is pending, or why it ended as it did.
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /// The attempts that are charged to the retry policy: the running one, or the last one; 0 before
  /// the first.
  public int attempt() {
    return attempt;
  }

  /// How often it was claimed: the fencing token of its latest run.
  public int run() {
    return run;
  }

  /// How often it went down with its worker.
  public int crashes() {
    return crashes;
  }

  /// Whether it was in flight when a worker died, and has not ended a run by itself since: it runs
  /// alone in its worker until it does.
  public boolean isSuspect() {
    return suspect;
  }

  /// When the store took it in, by the store's clock.
  public Instant submittedAt() {
    return submittedAt;
  }

  /// When it may run next or might have run first.
  public Instant dueAt() {
    return dueAt;
  }

  /// When its latest run was claimed.
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /// When it ended.
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /// The worker of its latest run.
  public Optional<String> worker() {
    return Optional.ofNullable(worker);
  }

  /// How far its latest run has come.
  public Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  /// What it gave when it completed.
  public Optional<Content> result() {
    return Optional.ofNullable(result);
  }

  /// The jobs that it comes after.
  public List<Dependency> after() {
    return spec.after();
  }

  /// When its first run must have started at the latest.
  public Optional<Instant> deadline() {
    return spec.deadline().map(deadline -> deadline.from(submittedAt));
  }

  /// The large outputs that its latest run has finished.
  public List<Attachment> attachments() {
    return attachments;
  }

  /// What went wrong last: of the attempt that ended it, or of the one before while it waits or
  /// runs again.
  public Optional<Failure> error() {
    return Optional.ofNullable(error);
  }

  @Override
  public String toString() {
    return "job " + id() + " (" + type() + ", " + state.wireName() + ")";
  }

  /// Collects the parts of a snapshot, for stores. Not thread-safe.
  public static final class Builder {
    private final JobSpec spec;
    private JobState state;
    private @Nullable Reason reason;
    private int attempt;
    private int run;
    private int crashes;
    private boolean suspect;
    private final Instant submittedAt;
    private Instant dueAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable String worker;
    private @Nullable Progress progress;
    private @Nullable Content result;
    private @Nullable Failure error;
    private List<Attachment> attachments = List.of();

    private Builder(JobSpec spec, JobState state, Instant submittedAt) {
      this.spec = spec;
      this.state = state;
      this.submittedAt = submittedAt;
      this.dueAt = submittedAt;
    }

    /// See [Job#state()].
    public Builder state(JobState value) {
      this.state = value;
      return this;
    }

    /// See [Job#reason()]; null for none.
    public Builder reason(@Nullable Reason value) {
      this.reason = value;
      return this;
    }

    /// See [Job#attempt()].
    public Builder attempt(int value) {
      this.attempt = value;
      return this;
    }

    /// See [Job#run()].
    public Builder run(int value) {
      this.run = value;
      return this;
    }

    /// See [Job#crashes()].
    public Builder crashes(int value) {
      this.crashes = value;
      return this;
    }

    /// See [Job#isSuspect()].
    public Builder suspect(boolean value) {
      this.suspect = value;
      return this;
    }

    /// See [Job#dueAt()].
    public Builder dueAt(Instant value) {
      this.dueAt = value;
      return this;
    }

    /// See [Job#startedAt()]; null for none.
    public Builder startedAt(@Nullable Instant value) {
      this.startedAt = value;
      return this;
    }

    /// See [Job#endedAt()]; null for none.
    public Builder endedAt(@Nullable Instant value) {
      this.endedAt = value;
      return this;
    }

    /// See [Job#worker()]; null for none.
    public Builder worker(@Nullable String value) {
      this.worker = value;
      return this;
    }

    /// See [Job#progress()]; null for none.
    public Builder progress(@Nullable Progress value) {
      this.progress = value;
      return this;
    }

    /// See [Job#result()]; null for none.
    public Builder result(@Nullable Content value) {
      this.result = value;
      return this;
    }

    /// See [Job#error()]; null for none.
    public Builder error(@Nullable Failure value) {
      this.error = value;
      return this;
    }

    /// See [Job#attachments()].
    public Builder attachments(List<Attachment> value) {
      this.attachments = List.copyOf(value);
      return this;
    }

    /// The snapshot.
    public Job build() {
      return new Job(this);
    }
  }
}
