package dev.jobmill.notice;

import dev.jobmill.job.JobNotice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices on their way to the listeners: at most [#BOUND], since a slow listener must not fill the
/// memory. The newest are dropped when it is full, so that what is told stays in order.
/// Thread-safe, and never blocks who puts something in.
final class NoticeQueue {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeQueue.class);

  /// How many notices wait at most.
  static final int BOUND = 10_000;

  private static final int BATCH_MAX = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<JobNotice> waiting = new ArrayDeque<>();
  private boolean closed;
  private long dropped;

  void put(JobNotice notice) {
    boolean first;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (waiting.size() < BOUND) {
        waiting.addLast(notice);
        if (waiting.size() == 1) {
          news.signal();
        }
        return;
      }
      dropped++;
      first = dropped == 1;
    } finally {
      lock.unlock();
    }
    if (first) {
      LOG.warn(
          "listeners are too slow: {} notices wait, and newer ones are dropped and counted from now"
              + " on",
          BOUND);
    }
  }

  /// Waits for notices.
  ///
  /// @return the next few, in order; none when there will be no more
  List<JobNotice> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        news.awaitUninterruptibly();
      }
      List<JobNotice> batch = new ArrayList<>();
      while (batch.size() < BATCH_MAX && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing in any more; what waits can still be taken.
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Drops what waits.
  ///
  /// @return how many were dropped
  int clear() {
    lock.lock();
    try {
      int left = waiting.size();
      dropped += left;
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
