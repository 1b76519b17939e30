package dev.jobmill.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The store was lost while it answered: the operation may or may not have taken effect. Every
/// operation of a store is safe to repeat, so repeat it, or read back.
public final class OutcomeUnknown extends StoreUnavailable {
  private static final long serialVersionUID = 1L;

  private final transient List<JobId> jobs;

  /// With a message that names the thing, what is wrong and the mend.
  public OutcomeUnknown(String message) {
    this(message, null);
  }

  /// With the cause, where there is one.
  public OutcomeUnknown(String message, @Nullable Throwable cause) {
    this(message, cause, List.of());
  }

  /// For a submission.
  ///
  /// @param jobs the ids of all jobs that were submitted, in the order of their requests
  public OutcomeUnknown(String message, @Nullable Throwable cause, List<JobId> jobs) {
    super(message, cause);
    this.jobs = List.copyOf(jobs);
  }

  /// After a submission: the ids that its jobs have if they were taken in, in the order of their
  /// requests. Submitting each request again with its id takes in what is missing and doubles
  /// nothing. Empty after anything else.
  public List<JobId> jobs() {
    return jobs;
  }
}
