package dev.jobmill.worker;

import java.util.concurrent.atomic.AtomicInteger;

/// How many more jobs may run. Taken by the claim loop alone, given back by each run when its
/// thread is really done. Thread-safe.
final class Slots {
  private final AtomicInteger taken = new AtomicInteger();
  private final Runnable onFree;
  private volatile int size;

  /// @param onFree called whenever a slot becomes free; must be quick
  Slots(int size, Runnable onFree) {
    this.size = size;
    this.onFree = onFree;
  }

  int size() {
    return size;
  }

  /// More than the size after that was made smaller.
  int taken() {
    return taken.get();
  }

  int free() {
    return Math.max(0, size - taken.get());
  }

  /// What runs goes on; fewer slots are only taken anew.
  void resize(int newSize) {
    size = newSize;
    onFree.run();
  }

  /// May take more than are free by then, when they became fewer while the jobs were claimed.
  void take() {
    taken.getAndIncrement();
  }

  void giveBack() {
    if (taken.decrementAndGet() < 0) {
      throw new IllegalStateException("bug: a slot was given back twice");
    }
    onFree.run();
  }
}
