package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.NextStep.Suspicion;
import java.time.Instant;
import java.util.List;

/// The moves of a job that a worker has. Guarded by the lock of its [Shelves].
final class Runs {
  private final QueueBook book;
  private final Lines lines;
  private final News news;
  private final Waiting waiting;
  private final Endings endings;

  Runs(QueueBook book, Lines lines, News news, Waiting waiting, Endings endings) {
    this.book = book;
    this.lines = lines;
    this.news = news;
    this.waiting = waiting;
    this.endings = endings;
  }

  void claim(Entry entry, MemoryWorker worker, long claimId, Instant now) {
    lines.leave(entry);
    entry.become(JobState.PROCESSING);
    entry.startBy = null;
    entry.run++;
    entry.attempt++;
    entry.startedAt = now;
    entry.worker = worker.info.id();
    entry.runner = worker;
    entry.claimId = claimId;
    entry.unnamedAt = null;
    entry.lastLine = 0;
    entry.progress = null;
    entry.outputs = null;
    lines.enter(entry);
    worker.runs.add(entry);
  }

  void askToCancel(Entry entry) {
    lines.leave(entry);
    entry.become(JobState.CANCELLING);
    lines.enter(entry);
    if (entry.worker != null) {
      news.cancelling(entry.worker);
    }
  }

  /// A run ends as was decided.
  void apply(Entry entry, NextStep step, Instant now) {
    lines.leave(entry);
    entry.addAttempt(entry.currentAttempt(step.attempt(), now, step.error()));
    if (entry.runner != null) {
      entry.runner.runs.remove(entry);
      entry.runner = null;
    }
    if (step.givesAttemptBack()) {
      entry.attempt--;
    }
    entry.error = step.errorAfter(entry.error);
    suspect(entry, step.suspicion());
    switch (step.state()) {
      case QUEUED -> waiting.enterQueueAtOldRank(entry);
      case PENDING -> {
        entry.dueAt = now.plus(step.delay());
        waiting.enterPending(entry, step.reason());
      }
      default -> {
        entry.reason = step.reason();
        entry.result = step.result();
        endings.enterEnded(entry, step.state(), now);
      }
    }
  }

  private void suspect(Entry entry, Suspicion suspicion) {
    if (suspicion != Suspicion.AS_BEFORE) {
      entry.lane = book.lane(entry.lane, suspicion == Suspicion.RAISED);
      entry.loneCrashes = suspicion == Suspicion.RAISED ? entry.loneCrashes : 0;
    }
  }

  /// Runs of a dead worker go down with it.
  ///
  /// @param limit the most of them; which may leave some
  /// @return how many went
  int die(MemoryWorker worker, int limit, Instant now) {
    worker.diedWithSeveral |= worker.runs.size() > 1;
    List<Entry> runs = worker.runs.stream().limit(limit).toList();
    runs.forEach(entry -> crash(entry, !worker.diedWithSeveral, now));
    return runs.size();
  }

  private void crash(Entry entry, boolean alone, Instant now) {
    entry.crashes++;
    entry.loneCrashes += alone ? 1 : 0;
    apply(
        entry,
        NextStep.afterCrash(entry.state, entry.crashes, entry.loneCrashes, entry.spec.atMostOnce()),
        now);
  }
}
