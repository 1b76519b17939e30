package dev.jobmill.store;

import dev.jobmill.job.JobState;
import org.jspecify.annotations.Nullable;

/// The answer to what a person wanted done to one job.
///
/// @param changed whether this call changed the job
/// @param state the state that the job is in afterwards; null when the store does not know the job
public record Acted(boolean changed, @Nullable JobState state) {
  /// The store does not know the job.
  public static final Acted UNKNOWN = new Acted(false, null);
}
