package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Unique;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that changes in a job's life, in a form that can be compared and printed. Most of
/// what it was asked to do is left to the tests of round trips.
record JobView(
    JobId id,
    String type,
    int typeVersion,
    String queue,
    Priority priority,
    Content payload,
    JobState state,
    Optional<Reason> reason,
    int attempt,
    int run,
    int crashes,
    boolean suspect,
    Instant submittedAt,
    Instant dueAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> worker,
    Optional<Progress> progress,
    Optional<Content> result,
    Optional<Failure> error,
    List<Dependency> after,
    Optional<Unique> unique,
    Optional<Instant> deadline,
    boolean atMostOnce,
    List<Attachment> attachments) {

  static JobView of(Job job) {
    return new JobView(
        job.id(),
        job.type(),
        job.spec().typeVersion(),
        job.queue(),
        job.priority(),
        job.payload(),
        job.state(),
        job.reason(),
        job.attempt(),
        job.run(),
        job.crashes(),
        job.isSuspect(),
        job.submittedAt(),
        job.dueAt(),
        job.startedAt(),
        job.endedAt(),
        job.worker(),
        job.progress(),
        job.result(),
        error(job),
        job.after(),
        job.spec().unique(),
        job.deadline(),
        job.spec().atMostOnce(),
        job.attachments());
  }

  /// Of several predecessors that fail in one operation, it is left open which is named.
  private static Optional<Failure> error(Job job) {
    boolean byAnother = job.reason().equals(Optional.of(Reason.DEPENDENCY_FAILED));
    return byAnother ? job.error().map(error -> Failure.of(error.kind(), "")) : job.error();
  }
}
