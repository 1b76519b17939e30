package dev.jobmill.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Children without a job, kept for the next one, each for a while. A thread of its own ends those
/// whose time is over; it lives only while there are any. Thread-safe.
final class WarmChildren implements AutoCloseable {
  private final int max;
  private final long idleNanos;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closed;

  WarmChildren(int max, Duration idleTime) {
    this.max = max;
    this.idleNanos = idleTime.toNanos();
  }

  /// The one that was used last and is still fit; null when there is none.
  @Nullable Child take() {
    while (true) {
      Idle last;
      synchronized (this) {
        last = idle.pollLast();
      }
      if (last == null || last.child.isFit()) {
        return last == null ? null : last.child;
      }
      last.child.dismiss();
    }
  }

  /// Keeps `child`, or ends it when there are enough.
  void giveBack(Child child) {
    synchronized (this) {
      if (!closed && idle.size() < max && idleNanos > 0) {
        idle.addLast(new Idle(child, System.nanoTime() + idleNanos));
        if (thread == null) {
          thread = Thread.ofPlatform().daemon().name("jobmill-children").start(this::watch);
        }
        return;
      }
    }
    child.dismiss();
  }

  private void watch() {
    for (Child child = nextOver(); child != null; child = nextOver()) {
      child.dismiss();
    }
  }

  /// Waits for the next whose time is over; null when there is none left.
  private synchronized @Nullable Child nextOver() {
    while (true) {
      Idle first = idle.peekFirst();
      if (first == null) {
        thread = null;
        return null;
      }
      long left = first.until - System.nanoTime();
      if (left <= 0) {
        idle.removeFirst();
        return first.child;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException nobodyDoesThis) {
        Thread.currentThread().interrupt();
        thread = null;
        return null;
      }
    }
  }

  /// Ends all of them, and keeps none any more.
  @Override
  public void close() {
    List<Child> all;
    Thread watching;
    synchronized (this) {
      closed = true;
      watching = thread;
      all = new ArrayList<>(idle.stream().map(Idle::child).toList());
      idle.clear();
      notifyAll();
    }
    List<Thread> ends =
        all.stream().map(child -> Thread.ofVirtual().start(child::dismiss)).toList();
    Uninterrupted patience = new Uninterrupted();
    ends.forEach(patience::join);
    if (watching != null) {
      patience.join(watching);
    }
    patience.restore();
  }

  private record Idle(Child child, long until) {}
}
