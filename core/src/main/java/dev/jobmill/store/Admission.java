package dev.jobmill.store;

import java.util.List;

/// Takes jobs in, and takes what people want done to them.
public interface Admission {
  /// The most jobs in one group.
  int GROUP_SIZE_MAX = 1_000;

  /// Takes in groups of jobs. A group is all-or-nothing; groups share a commit but never a fate: a
  /// bad one is refused alone.
  ///
  /// Each job of a group is looked at in order, the earlier ones of its group counted as there:
  ///
  /// 1. **Id.** One that is there already with the same content (see
  ///    [dev.jobmill.job.JobSpec#sameContent]) is a duplicate: nothing is changed, nothing below is
  ///    looked at, and the group goes on. With other content: refused, `CONFLICT`.
  /// 2. **Unique key.** See [UniqueRule]: let in; a duplicate of the job that holds the key; or
  ///    refused, `DUPLICATE`.
  /// 3. **Dependencies.** A job that it comes after is not known: refused, `UNKNOWN_DEPENDENCY`.
  ///    One that has ended counts as [DependencyRule] says, now. A store that places queues apart
  ///    may refuse dependencies between them.
  /// 4. **Limit.** The queue would have more waiting (`PENDING` or `QUEUED`) jobs than its limit
  ///    with the whole group taken in: refused, `QUEUE_FULL`. Jobs that come back to waiting later
  ///    are never refused.
  ///
  /// A job that waits for others becomes `PENDING`, reason `DEPENDENCIES`; one that is due now
  /// becomes `QUEUED`; else `PENDING`, reason `SCHEDULED`. One whose dependency has failed comes to
  /// its end at once, `CANCELLED` or `FAILED`.
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
  /// The job takes its unique key again, where it has one; when another one holds it: refused,
  /// `DUPLICATE`. Limits, dependencies and the deadline do not apply; the deadline is forgotten.
  ///
  /// @param by who asks; at most 200 characters are kept
  /// @return one answer per key, in order
  List<Acted> retry(List<JobKey> jobs, String by);

  /// Changes jobs that wait, `PENDING` or `QUEUED`; others stay as they are. Recorded in the events
  /// of each job that it changes, as `priority` or `reschedule`.
  ///
  /// A job that is rescheduled to later becomes `PENDING`, reason `SCHEDULED`; to now, `QUEUED`.
  /// One that waits for others, or for its next attempt, keeps its reason: the former notes the
  /// time, the latter is due then.
  ///
  /// @param by who asks; at most 200 characters are kept
  /// @return one answer per key, in order
  List<Acted> change(List<JobKey> jobs, Change change, String by);

  /// Forgets ended jobs, with all that belongs to them; jobs that have not ended stay. One that a
  /// job which has not ended comes after is refused, `AWAITED`.
  ///
  /// @return one answer per key, in order
  List<Acted> delete(List<JobKey> jobs);
}
