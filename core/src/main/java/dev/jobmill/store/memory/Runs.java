package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import dev.jobmill.store.NextStep;
import java.time.Instant;

/// The moves of a job that a worker has. Guarded by the lock of its [Shelves].
final class Runs {
  private final Lines lines;
  private final News news;
  private final Waiting waiting;
  private final Endings endings;

  Runs(Lines lines, News news, Waiting waiting, Endings endings) {
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

  void crash(Entry entry, Instant now) {
    entry.crashes++;
    apply(entry, NextStep.afterCrash(entry.state, entry.crashes, entry.spec.atMostOnce()), now);
  }
}
