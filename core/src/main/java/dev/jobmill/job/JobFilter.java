package dev.jobmill.job;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which jobs to list or act on. Never changes: each method narrows.
public final class JobFilter {
  /// Every job.
  public static final JobFilter ALL = new JobFilter();

  private Set<JobState> states = EnumSet.allOf(JobState.class);
  private @Nullable String type;
  private @Nullable String queue;
  private @Nullable String tag;
  private @Nullable Instant since;
  private @Nullable Instant until;
  private @Nullable Instant endedBefore;

  private JobFilter() {}

  private JobFilter(JobFilter from) {
    this.states = from.states;
    this.type = from.type;
    this.queue = from.queue;
    this.tag = from.tag;
    this.since = from.since;
    this.until = from.until;
    this.endedBefore = from.endedBefore;
  }

  /// Only in these states.
  public JobFilter states(Set<JobState> value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.states = Set.copyOf(value);
    return narrowed;
  }

  /// Only of this type.
  public JobFilter type(String value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.type = value;
    return narrowed;
  }

  /// Only in this queue.
  public JobFilter queue(String value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.queue = value;
    return narrowed;
  }

  /// Only with this tag.
  public JobFilter tag(String value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.tag = value;
    return narrowed;
  }

  /// Only submitted at or after this instant.
  public JobFilter since(Instant value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.since = value;
    return narrowed;
  }

  /// Only submitted before this instant.
  public JobFilter until(Instant value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.until = value;
    return narrowed;
  }

  /// Only those that ended before this instant.
  public JobFilter endedBefore(Instant value) {
    JobFilter narrowed = new JobFilter(this);
    narrowed.endedBefore = value;
    return narrowed;
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

  /// The end of the time of submission asked for, itself left out.
  public Optional<Instant> until() {
    return Optional.ofNullable(until);
  }

  /// The end of the time of ending asked for, itself left out.
  public Optional<Instant> endedBefore() {
    return Optional.ofNullable(endedBefore);
  }

  /// Whether a job is among those asked for: what a store's own query must agree with.
  public boolean matches(Job job) {
    return states.contains(job.state())
        && (type == null || type.equals(job.type()))
        && (queue == null || queue.equals(job.queue()))
        && (tag == null || job.tags().contains(tag))
        && (since == null || !job.submittedAt().isBefore(since))
        && (until == null || job.submittedAt().isBefore(until))
        && (endedBefore == null || hasEndedBefore(job, endedBefore));
  }

  private static boolean hasEndedBefore(Job job, Instant end) {
    Optional<Instant> ended = job.endedAt();
    return ended.isPresent() && ended.get().isBefore(end);
  }
}
