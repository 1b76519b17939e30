package dev.jobmill.store.memory;

import dev.jobmill.store.LeaseGrace;
import dev.jobmill.store.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;

/// The passes of upkeep.
final class MemoryUpkeep implements Upkeep {
  /// How often leases and retention are looked at when nothing is known to be due earlier.
  private static final Duration IDLE = Duration.ofSeconds(5);

  private static final Duration FAR = Duration.ofMinutes(1);

  private final Shelves shelves;
  private final LeaseGrace grace;

  MemoryUpkeep(Shelves shelves, Duration renewal, Duration lease) {
    this.shelves = shelves;
    this.grace = new LeaseGrace(renewal, lease);
  }

  @Override
  public Pass promote(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      int done = 0;
      while (!shelves.lines.due.isEmpty()) {
        Entry entry = shelves.lines.due.first();
        if (entry.dueAt.isAfter(now)) {
          return new Pass(done, until(entry.dueAt, now));
        }
        if (done == limit) {
          return new Pass(done, Duration.ZERO);
        }
        shelves.waiting.queue(entry, entry.dueAt);
        done++;
      }
      return new Pass(done, FAR);
    });
  }

  private static Duration until(Instant next, Instant now) {
    Duration wait = Duration.between(now, next);
    return wait.compareTo(FAR) > 0 ? FAR : wait;
  }

  @Override
  public Pass reap(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      if (!grace.mayReap(now, shelves.nanoTime())) {
        return new Pass(0, IDLE);
      }
      int done = 0;
      for (MemoryWorker worker : shelves.workers.values()) {
        if (worker.leaseUntil.isAfter(now)) {
          continue;
        }
        worker.foundDead = true;
        done += shelves.runs.die(worker, limit - done, now);
        if (!worker.runs.isEmpty()) {
          return new Pass(done, Duration.ZERO);
        }
        worker.diedWithSeveral = false;
      }
      return new Pass(done, IDLE);
    });
  }

  @Override
  public Pass prune(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      int done = 0;
      TreeSet<Entry> prunable = shelves.lines.prunable;
      while (!prunable.isEmpty() && !prunable.first().pruneAt.isAfter(now)) {
        if (done == limit) {
          return new Pass(done, Duration.ZERO);
        }
        shelves.endings.forget(prunable.first());
        done++;
      }
      return new Pass(done, FAR);
    });
  }

  @Override
  public Pass release(int limit) {
    return shelves.write(() -> {
      int done = shelves.endings.follow(limit, shelves.now());
      return new Pass(done, shelves.edges.hasUndecided() ? Duration.ZERO : FAR);
    });
  }

  @Override
  public Pass expire(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      int done = 0;
      while (!shelves.lines.deadlines.isEmpty()) {
        Entry entry = shelves.lines.deadlines.first();
        if (entry.startBy != null && !entry.hasExpired(now)) {
          return new Pass(done, until(entry.startBy, now));
        }
        if (done == limit) {
          return new Pass(done, Duration.ZERO);
        }
        shelves.endings.expire(entry, now);
        done++;
      }
      return new Pass(done, FAR);
    });
  }
}
