package dev.jobmill.store;

import java.util.List;

/// Takes jobs in, and takes what people want done to them.
public interface Admission {
  /// The most jobs in one group.
  int GROUP_SIZE_MAX = 1_000;

  /// Takes in groups of jobs. A group is all-or-nothing; groups share a commit but never a fate: a
  /// bad one is refused alone.
  ///
  /// A job whose id is there already with the same content (see
  /// [dev.jobmill.job.JobSpec#sameContent]) is a duplicate: nothing is changed and the group goes
  /// on. With other content it is a conflict and its group is refused. The same holds for two jobs
  /// of one group. A job that is due now becomes `QUEUED`, else `PENDING` with reason `SCHEDULED`.
  ///
  /// @return one answer per group, in order
  List<Admittance> admit(List<AdmitGroup> groups);

  /// Asks for jobs to be cancelled. A waiting job ends `CANCELLED`; a running one becomes
  /// `CANCELLING` and its worker is told by its next renewal (and hinted at once). Recorded in the
  /// events of each job that it changes.
  ///
  /// @param by who asks; at most 200 characters are kept
  /// @return one answer per key, in order
  List<Acted> cancel(List<JobKey> jobs, String by);

  /// Puts ended jobs back: `QUEUED`, attempt 0, crashes 0, no reason, result, error, progress or
  /// end; `run` counts on. Recorded in the events of each job.
  ///
  /// @param by who asks; at most 200 characters are kept
  /// @return one answer per key, in order
  List<Acted> retry(List<JobKey> jobs, String by);
}
