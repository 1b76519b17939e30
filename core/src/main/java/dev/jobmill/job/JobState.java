package dev.jobmill.job;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Where a job is in its life. This enum owns the only table of transitions; everything that moves
/// a job asks it.
public enum JobState {
  /// Accepted, not yet allowed to run; [Reason] says why.
  PENDING,
  /// May be claimed now.
  QUEUED,
  /// A worker runs it.
  PROCESSING,
  /// A worker runs it and has been asked to stop.
  CANCELLING,
  /// Ended by a person's or a rule's wish.
  CANCELLED,
  /// Ended well.
  COMPLETED,
  /// Ended badly: attempts used up, or not to be retried.
  FAILED,
  /// Ended by its time limit, attempts used up.
  TIMEOUT;

  private static final JobState[] BY_CODE = values();

  /// Whether a job in this state may come to be in `next`. A state may not "become" itself.
  public boolean canBecome(JobState next) {
    return successors().contains(next);
  }

  private Set<JobState> successors() {
    return switch (this) {
      case PENDING -> EnumSet.of(QUEUED, CANCELLED, FAILED);
      case QUEUED -> EnumSet.of(PROCESSING, PENDING, CANCELLED, FAILED);
      case PROCESSING -> EnumSet.of(PENDING, QUEUED, CANCELLING, COMPLETED, FAILED, TIMEOUT);
      case CANCELLING -> EnumSet.of(CANCELLED, COMPLETED);
      // A person's retry: the same job goes back to its queue.
      case CANCELLED, COMPLETED, FAILED, TIMEOUT -> EnumSet.of(QUEUED);
    };
  }

  /// Checks a move before it is stored.
  ///
  /// @return `next`
  /// @throws IllegalStateException when there is no such transition, which is a bug of whoever asks
  public JobState to(JobState next) {
    if (!canBecome(next)) {
      throw new IllegalStateException("bug: a job cannot go from " + this + " to " + next);
    }
    return next;
  }

  /// Completed, failed, timed out or cancelled: nothing but a person's retry changes it any more.
  public boolean isEnd() {
    return this == CANCELLED || this == COMPLETED || this == FAILED || this == TIMEOUT;
  }

  /// A worker has it: processing or cancelling.
  public boolean isRunning() {
    return this == PROCESSING || this == CANCELLING;
  }

  /// Pending or queued.
  public boolean isWaiting() {
    return this == PENDING || this == QUEUED;
  }

  /// The word that programs read: lower case.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the word that programs write.
  ///
  /// @throws InvalidRequest when it is none of the eight
  public static JobState parse(String text) {
    for (JobState state : BY_CODE) {
      if (state.wireName().equals(text)) {
        return state;
      }
    }
    throw new InvalidRequest(
        "state '"
            + text
            + "' is unknown: use one of "
            + String.join(", ", Arrays.stream(BY_CODE).map(JobState::wireName).toList()));
  }
}
