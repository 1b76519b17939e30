package dev.jobmill.store;

import dev.jobmill.job.JobId;
import dev.jobmill.job.Submission.Refusal;
import java.util.List;

/// The answer to one group.
public sealed interface Admittance {
  /// Every job of the group is in the store now.
  ///
  /// @param entries one per job of the group, in order
  record Admitted(List<Entry> entries) implements Admittance {}

  /// Nothing of the group was taken in.
  ///
  /// @param index the job of the group that was in the way
  /// @param why for programs
  /// @param message for people
  record Refused(int index, Refusal why, String message) implements Admittance {}

  /// What became of one job.
  ///
  /// @param id the job that is in the store: the submitted one, or the one that was there already
  /// @param duplicate whether it was there already
  record Entry(JobId id, boolean duplicate) {}
}
