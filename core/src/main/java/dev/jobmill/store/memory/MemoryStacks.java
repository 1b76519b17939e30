package dev.jobmill.store.memory;

import dev.jobmill.job.JobId;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Carries the live stacks of runs.
final class MemoryStacks implements Stacks {
  private final Shelves shelves;

  MemoryStacks(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<Applied> ask(List<JobKey> jobs) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return jobs.stream().map(job -> ask(job, now)).toList();
    });
  }

  private Applied ask(JobKey job, Instant now) {
    Entry entry = shelves.find(job);
    if (entry == null || entry.worker == null) {
      return Applied.SUPERSEDED;
    }
    MemoryWorker worker = shelves.workers.get(entry.worker);
    if (worker == null || worker.foundDead) {
      return Applied.SUPERSEDED;
    }
    entry.stack = null;
    shelves.asks.add(entry, now);
    shelves.news.cancelling(entry.worker);
    return Applied.APPLIED;
  }

  @Override
  public Applied write(RunKey run, String text) {
    Stacks.check(text);
    return shelves.write(() -> {
      Entry entry = shelves.find(run.job());
      if (entry == null || entry.run != run.run() || entry.worker == null) {
        return Applied.SUPERSEDED;
      }
      entry.stack = new LiveStack(run.run(), shelves.now(), text);
      shelves.asks.remove(entry);
      shelves.news.stack();
      return Applied.APPLIED;
    });
  }

  @Override
  public Optional<LiveStack> read(JobId job) {
    return shelves.read(() -> {
      Entry entry = shelves.jobs.get(job);
      return entry == null ? Optional.empty() : Optional.ofNullable(entry.stack);
    });
  }
}
