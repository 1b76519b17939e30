package dev.jobmill.store;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Submission.Refusal;
import org.jspecify.annotations.Nullable;

/// The answer to what a person wanted done to one job.
///
/// @param changed whether this call changed the job
/// @param state the state that the job is in afterwards, or was in when it was deleted; null when
///   the store does not know the job
/// @param refusal why it was not changed, where the state alone does not say
public record Acted(boolean changed, @Nullable JobState state, @Nullable Refusal refusal) {
  /// The store does not know the job.
  public static final Acted UNKNOWN = new Acted(false, null, null);

  /// The job was changed, and is in this state now.
  public static Acted changed(JobState state) {
    return new Acted(true, state, null);
  }

  /// Nothing was to be done in this state.
  public static Acted tooLate(JobState state) {
    return new Acted(false, state, null);
  }

  /// Something else is in the way.
  public static Acted refused(JobState state, Refusal why) {
    return new Acted(false, state, why);
  }
}
