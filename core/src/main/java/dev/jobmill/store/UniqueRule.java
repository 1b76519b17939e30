package dev.jobmill.store;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;

/// What a unique key that is held means for a job that comes with the same key. A key belongs to
/// the job that took it last; a job that ends lets go of it, unless it was taken for a time that is
/// not over. Stores ask here and do as they are told.
public enum UniqueRule {
  /// The job is let in and takes the key.
  LET_IN,
  /// The holder ends `CANCELLED` (event `replace`), the job is let in and takes the key.
  REPLACE,
  /// The job is a duplicate of the holder.
  KEEP,
  /// The job is refused.
  REJECT;

  /// Decides.
  ///
  /// @param wanted how the new job wants to be unique
  /// @param holder the state of the job that holds the key
  /// @param withinWindow whether the holder took the key for a time that is not over
  public static UniqueRule of(Unique wanted, JobState holder, boolean withinWindow) {
    boolean blocks =
        withinWindow || holder.isWaiting() || (holder.isRunning() && wanted.isAlsoWhileRunning());
    if (!blocks) {
      return LET_IN;
    }
    return switch (wanted.onDuplicate()) {
      case KEEP -> KEEP;
      case REJECT -> REJECT;
      case REPLACE -> holder.isWaiting() ? REPLACE : holder.isRunning() ? KEEP : LET_IN;
    };
  }

  /// The same for a job that a person retries: there is nobody to replace or to keep.
  ///
  /// @param wanted how the job that is retried wants to be unique
  /// @param holder the state of another job that holds the key
  /// @param withinWindow whether that took the key for a time that is not over
  public static boolean refusesRetry(Unique wanted, JobState holder, boolean withinWindow) {
    return of(wanted.onDuplicate(OnDuplicate.REJECT), holder, withinWindow) == REJECT;
  }
}
