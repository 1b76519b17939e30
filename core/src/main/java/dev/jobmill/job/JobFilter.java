package dev.jobmill.job;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which jobs to list. Never changes: each method narrows.
public final class JobFilter {
  /// Every job.
  public static final JobFilter ALL =
      new JobFilter(EnumSet.allOf(JobState.class), null, null, null, null);

  private final Set<JobState> states;
  private final @Nullable String type;
  private final @Nullable String queue;
  private final @Nullable String tag;
  private final @Nullable Instant since;

  private JobFilter(
      Set<JobState> states,
      @Nullable String type,
      @Nullable String queue,
      @Nullable String tag,
      @Nullable Instant since) {
    this.states = states;
    this.type = type;
    this.queue = queue;
    this.tag = tag;
    this.since = since;
  }

  /// Only in these states.
  public JobFilter states(Set<JobState> value) {
    return new JobFilter(Set.copyOf(value), type, queue, tag, since);
  }

  /// Only of this type.
  public JobFilter type(String value) {
    return new JobFilter(states, value, queue, tag, since);
  }

  /// Only in this queue.
  public JobFilter queue(String value) {
    return new JobFilter(states, type, value, tag, since);
  }

  /// Only with this tag.
  public JobFilter tag(String value) {
    return new JobFilter(states, type, queue, value, since);
  }

  /// Only submitted at or after this instant.
  public JobFilter since(Instant value) {
    return new JobFilter(states, type, queue, tag, value);
  }

  /// The states asked for.
  public Set<JobState> states() {
    return states;
  }

  /// The type asked for.
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /// The queue asked for.
  public Optional<String> queue() {
    return Optional.ofNullable(queue);
  }

  /// The tag asked for.
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /// The earliest submission asked for.
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /// Whether a job is among those asked for: what a store's own query must agree with.
  public boolean matches(Job job) {
    return states.contains(job.state())
        && (type == null || type.equals(job.type()))
        && (queue == null || queue.equals(job.queue()))
        && (tag == null || job.tags().contains(tag))
        && (since == null || !job.submittedAt().isBefore(since));
  }
}
