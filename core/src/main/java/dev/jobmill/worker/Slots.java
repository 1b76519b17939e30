package dev.jobmill.worker;

import java.util.concurrent.atomic.AtomicInteger;

/// How many more jobs may run. Taken by the claim loop alone, given back by each run when its
/// thread is really done. Thread-safe.
final class Slots {
  private final int size;
  private final AtomicInteger free;
  private final Runnable onFree;

  /// @param onFree called whenever a slot becomes free; must be quick
  Slots(int size, Runnable onFree) {
    this.size = size;
    this.free = new AtomicInteger(size);
    this.onFree = onFree;
  }

  int size() {
    return size;
  }

  int free() {
    return free.get();
  }

  void take() {
    if (free.getAndDecrement() <= 0) {
      throw new IllegalStateException("bug: a job was claimed without a free slot");
    }
  }

  void giveBack() {
    if (free.incrementAndGet() > size) {
      throw new IllegalStateException("bug: a slot was given back twice");
    }
    onFree.run();
  }
}
