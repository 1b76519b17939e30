package dev.jobmill.store;

import java.time.Duration;

/// The passes of upkeep. Any node may run any of them at any time; running one twice does no harm.
/// Each does at most `limit` items and says when it wants to be called again.
public interface Upkeep {
  /// Pending jobs whose time has come (reasons `SCHEDULED` and `RETRY`) become `QUEUED`, ranked by
  /// the time at which they were due.
  Pass promote(int limit);

  /// Running jobs whose worker is gone go back, as [NextStep#afterCrash] says. A worker is gone
  /// when its process is proved dead, at any time; or when its lease has run out, unless
  /// [LeaseGrace] holds. Jobs that go back to their queue keep their rank.
  Pass reap(int limit);

  /// Ended jobs whose retention is over are forgotten, with their attempts, log, events and
  /// attachments. One stays for as long as a job that comes after it has not ended, or its unique
  /// key is taken for a time that is not over.
  Pass prune(int limit);

  /// Jobs that wait for jobs that have ended meanwhile are released or come to their end, as
  /// [DependencyRule] says: those that the ending itself left, because there were too many or they
  /// followed from one another. Each dependency is counted exactly once.
  Pass release(int limit);

  /// Waiting jobs that have never run and whose deadline has passed end `CANCELLED`, reason
  /// `EXPIRED`, in the order of their deadlines, then of their admission. A claim does the same
  /// with those that it meets.
  Pass expire(int limit);

  /// What a pass did.
  ///
  /// @param done how many items
  /// @param next when to call again; zero when there is more to do now, for example because of
  ///   `limit`, or because the store does not let one pass keep others waiting for longer
  record Pass(int done, Duration next) {}
}
