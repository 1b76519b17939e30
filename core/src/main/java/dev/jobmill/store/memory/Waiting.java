package dev.jobmill.store.memory;

import dev.jobmill.job.Due;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Ranking;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The moves of a job that waits, or comes to wait. Guarded by the lock of its [Shelves].
final class Waiting {
  private final Lines lines;
  private final News news;
  private final Ranking ranking;

  Waiting(Lines lines, News news, Ranking ranking) {
    this.lines = lines;
    this.news = news;
    this.ranking = ranking;
  }

  /// A new job, which stands in no line, begins to wait for others, its time or a worker.
  void begin(Entry entry, Instant now) {
    if (entry.startBy != null) {
      news.pending();
    }
    if (entry.unmet > 0) {
      entry.reason = Reason.DEPENDENCIES;
      lines.enter(entry);
    } else {
      enterWhenDue(entry, now);
    }
  }

  /// The last of the jobs that it waited for has ended.
  void release(Entry entry, Instant now) {
    lines.leave(entry);
    enterWhenDue(entry, now);
  }

  private void enterWhenDue(Entry entry, Instant now) {
    if (entry.dueAt.isAfter(now)) {
      enterPending(entry, Reason.SCHEDULED);
    } else {
      enterQueue(entry, now);
    }
  }

  /// A pending job becomes queued with a rank of its own.
  void queue(Entry entry, Instant ready) {
    lines.leave(entry);
    enterQueue(entry, ready);
  }

  /// A job that stands in no line becomes queued with a rank of its own.
  void enterQueue(Entry entry, Instant ready) {
    entry.rank = ranking.rank(entry.spec.priority(), ready);
    enterQueueAtOldRank(entry);
  }

  void enterQueueAtOldRank(Entry entry) {
    entry.reason = null;
    entry.become(JobState.QUEUED);
    lines.enter(entry);
    news.queued(entry.spec.queue());
  }

  /// A job that stands in no line waits for its time.
  void enterPending(Entry entry, @Nullable Reason reason) {
    entry.reason = reason;
    if (entry.state != JobState.PENDING) {
      entry.become(JobState.PENDING);
    }
    lines.enter(entry);
    news.pending();
  }

  void prioritise(Entry entry, Priority priority) {
    lines.leave(entry);
    Priority before = entry.spec.priority();
    JobSpec changed = entry.spec.toBuilder().priority(priority).build();
    if (entry.state == JobState.QUEUED) {
      entry.rank = ranking.rank(priority, ranking.readyAt(entry.rank, before));
    }
    entry.spec = changed;
    lines.enter(entry);
  }

  void reschedule(Entry entry, Due due, Instant now) {
    Instant dueAt = due.from(now);
    if (entry.reason == Reason.DEPENDENCIES) {
      entry.dueAt = dueAt;
    } else if (dueAt.isAfter(now)) {
      lines.leave(entry);
      entry.dueAt = dueAt;
      enterPending(entry, entry.reason == Reason.RETRY ? Reason.RETRY : Reason.SCHEDULED);
    } else if (entry.state == JobState.PENDING) {
      lines.leave(entry);
      entry.dueAt = dueAt;
      enterQueue(entry, now);
    }
  }
}
