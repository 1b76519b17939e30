package dev.jobmill.testing.store;

import dev.jobmill.store.JobStore;
import dev.jobmill.store.Upkeep;
import java.time.Duration;

/// Upkeep of a split store.
record SplitUpkeep(Halves halves) implements Upkeep {
  private interface OnePass {
    Pass of(Upkeep upkeep, int limit);
  }

  private Pass inBoth(OnePass pass, int limit) {
    int done = 0;
    Duration next = Duration.ofDays(1);
    for (JobStore half : halves.both()) {
      if (done == limit) {
        // Whether there is more in the other half is not known.
        return new Pass(done, Duration.ZERO);
      }
      Pass part = pass.of(half.upkeep(), limit - done);
      done += part.done();
      next = part.next().compareTo(next) < 0 ? part.next() : next;
    }
    return new Pass(done, next);
  }

  @Override
  public Pass promote(int limit) {
    return inBoth(Upkeep::promote, limit);
  }

  @Override
  public Pass reap(int limit) {
    return inBoth(Upkeep::reap, limit);
  }

  @Override
  public Pass prune(int limit) {
    return inBoth(Upkeep::prune, limit);
  }

  @Override
  public Pass release(int limit) {
    return inBoth(Upkeep::release, limit);
  }

  @Override
  public Pass expire(int limit) {
    return inBoth(Upkeep::expire, limit);
  }
}
