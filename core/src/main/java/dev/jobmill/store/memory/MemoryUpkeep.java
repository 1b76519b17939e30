package dev.jobmill.store.memory;

import dev.jobmill.store.LeaseGrace;
import dev.jobmill.store.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
      while (!shelves.pending.isEmpty() && !shelves.pending.first().dueAt.isAfter(now)) {
        if (done == limit) {
          return new Pass(done, Duration.ZERO);
        }
        Entry entry = shelves.pending.first();
        shelves.queue(entry, entry.dueAt);
        done++;
      }
      return new Pass(done, untilNextDue(now));
    });
  }

  private Duration untilNextDue(Instant now) {
    if (shelves.pending.isEmpty()) {
      return FAR;
    }
    Duration wait = Duration.between(now, shelves.pending.first().dueAt);
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
        for (Entry entry : List.copyOf(worker.runs)) {
          if (done == limit) {
            return new Pass(done, Duration.ZERO);
          }
          shelves.crash(entry, now);
          done++;
        }
      }
      return new Pass(done, IDLE);
    });
  }

  @Override
  public Pass prune(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      int done = 0;
      while (!shelves.ended.isEmpty() && !shelves.ended.first().keepUntil.isAfter(now)) {
        if (done == limit) {
          return new Pass(done, Duration.ZERO);
        }
        shelves.forget(shelves.ended.first());
        done++;
      }
      return new Pass(done, FAR);
    });
  }

  @Override
  public Pass release(int limit) {
    return new Pass(0, FAR);
  }

  @Override
  public Pass expire(int limit) {
    return new Pass(0, FAR);
  }
}
