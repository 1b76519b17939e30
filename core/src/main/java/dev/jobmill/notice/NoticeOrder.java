package dev.jobmill.notice;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobNotice;
import dev.jobmill.job.JobNotice.Cancelled;
import dev.jobmill.job.JobNotice.Cancelling;
import dev.jobmill.job.JobNotice.Completed;
import dev.jobmill.job.JobNotice.Deleted;
import dev.jobmill.job.JobNotice.Failed;
import dev.jobmill.job.JobNotice.GivenBack;
import dev.jobmill.job.JobNotice.Lost;
import dev.jobmill.job.JobNotice.Requeued;
import dev.jobmill.job.JobNotice.Retrying;
import dev.jobmill.job.JobNotice.Snoozed;
import dev.jobmill.job.JobNotice.Started;
import dev.jobmill.job.JobNotice.Submitted;
import dev.jobmill.job.JobNotice.TimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the notices of each job in the order in which things happened. A thread that asks the
/// store for something hears the answer late: by then another thread may already tell what came of
/// it, such as the start of a job whose submitter has not been woken yet. So what a call will have
/// caused is expected from before the call, and told early when something later proves it.
/// Thread-safe.
final class NoticeOrder {
  private final Map<JobId, List<Expected>> open = new ConcurrentHashMap<>();
  private final Consumer<JobNotice> out;

  /// @param out takes notices in order; must be quick and must not call back
  NoticeOrder(Consumer<JobNotice> out) {
    this.out = out;
  }

  /// A call to the store is about to be made that probably causes this.
  Expected expect(JobNotice notice) {
    Expected expected = new Expected(notice);
    open.compute(
        notice.job().id(),
        (id, before) -> {
          List<Expected> all = before == null ? new ArrayList<>(1) : before;
          // Only an ended job is put back or forgotten: who does so has seen it end.
          if (notice instanceof Requeued || notice instanceof Deleted) {
            settleBefore(notice, all);
          }
          all.add(expected);
          return all;
        });
    return expected;
  }

  /// The call was answered.
  ///
  /// @param caused what it has caused; null for nothing
  void settle(Expected expected, @Nullable JobNotice caused) {
    open.computeIfPresent(
        expected.notice.job().id(),
        (id, all) -> {
          if (all.remove(expected) && caused != null) {
            settleBefore(caused, all);
            out.accept(caused);
          }
          return all.isEmpty() ? null : all;
        });
  }

  /// Something has happened that no call is waiting for.
  void tell(JobNotice notice) {
    if (!open.isEmpty()) {
      open.computeIfPresent(
          notice.job().id(),
          (id, all) -> {
            settleBefore(notice, all);
            return all.isEmpty() ? null : all;
          });
    }
    out.accept(notice);
  }

  private void settleBefore(JobNotice next, List<Expected> all) {
    boolean cancellingTold = false;
    for (Expected expected : List.copyOf(all)) {
      Verdict verdict = verdict(expected.notice, next);
      boolean cancelling = expected.notice instanceof Cancelling;
      // Both the run and whoever cancelled it may be about to tell the same.
      if (verdict == Verdict.PROVED && !(cancelling && cancellingTold)) {
        out.accept(expected.notice);
        cancellingTold |= cancelling;
      }
      if (verdict != Verdict.OPEN) {
        all.remove(expected);
      }
    }
  }

  /// What a later notice says of one that is expected.
  static Verdict verdict(JobNotice expected, JobNotice next) {
    return switch (expected) {
      case Submitted submitted -> next instanceof Submitted ? Verdict.MOOT : Verdict.PROVED;
      case Cancelling cancelling -> ofCancelling(next);
      case Requeued requeued -> next instanceof Started ? Verdict.PROVED : Verdict.OPEN;
      // Their runs can be followed by others, so a start proves them as well.
      case Retrying retrying -> afterRun(next, true);
      case Snoozed snoozed -> afterRun(next, true);
      case GivenBack givenBack -> afterRun(next, true);
      case Completed completed -> afterRun(next, false);
      case Failed failed -> afterRun(next, false);
      case TimedOut timedOut -> afterRun(next, false);
      case Cancelled cancelled -> afterRun(next, false);
      case Deleted deleted -> Verdict.OPEN;
      case Started started -> Verdict.OPEN;
      case Lost lost -> Verdict.OPEN;
    };
  }

  private static Verdict ofCancelling(JobNotice next) {
    return switch (next) {
      case Cancelled cancelled -> Verdict.PROVED;
      case Submitted submitted -> Verdict.OPEN;
      case Started started -> Verdict.OPEN;
      case Requeued requeued -> Verdict.OPEN;
      case Deleted deleted -> Verdict.OPEN;
      // Told by the run itself, or outrun by its end.
      default -> Verdict.MOOT;
    };
  }

  private static Verdict afterRun(JobNotice next, boolean another) {
    boolean later =
        next instanceof Requeued
            || next instanceof Deleted
            || next instanceof Cancelled
            || (another && next instanceof Started);
    return later ? Verdict.PROVED : Verdict.OPEN;
  }

  enum Verdict {
    /// It must have happened before: it is told first.
    PROVED,
    /// It is not told any more.
    MOOT,
    /// Nothing is known yet.
    OPEN
  }

  /// What a call to the store will probably have caused.
  static final class Expected {
    private final JobNotice notice;

    private Expected(JobNotice notice) {
      this.notice = notice;
    }
  }
}
