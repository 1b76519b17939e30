package dev.jobmill.notice;

import dev.jobmill.job.JobListener;
import dev.jobmill.job.JobNotice;
import dev.jobmill.loop.Pulse;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that calls the listeners.
final class NoticeDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeDelivery.class);

  /// How long a listener may take before it is called slow.
  private static final Duration SLOW = Duration.ofSeconds(1);

  /// How long an interrupted listener is waited for.
  private static final Duration INTERRUPTED_MAX = Duration.ofSeconds(1);

  /// As good as never: nothing is due while nothing waits.
  private static final Duration UNTIL_NEWS = Duration.ofDays(365);

  private final NoticeQueue queue;
  private final List<JobListener> listeners;
  private final CancelCheck check;
  private final TimeSource time;
  private final Pulse pulse;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong slow = new AtomicLong();
  private volatile boolean abandoned;
  private @Nullable Thread thread;
  private boolean ended;

  NoticeDelivery(
      NoticeQueue queue, List<JobListener> listeners, CancelCheck check, TimeSource time) {
    this.queue = queue;
    this.listeners = List.copyOf(listeners);
    this.check = check;
    this.time = time;
    this.pulse = new Pulse("jobmill-notices", time);
  }

  synchronized void start() {
    if (thread == null && !ended) {
      thread = Thread.ofPlatform().daemon().name("jobmill-notices").start(this::run);
    }
  }

  long failures() {
    return failures.get();
  }

  Pulse.Reading pulse() {
    return pulse.read();
  }

  /// Waits until everything in the queue, which is closed, has been delivered. A listener may call
  /// this itself: then the rest is delivered after it has returned.
  void end(Duration limit) {
    Thread running;
    synchronized (this) {
      ended = true;
      running = thread;
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    if (!join(running, limit)) {
      abandoned = true;
      LOG.warn(
          "a listener is still busy after {} s: it is interrupted, and {} notices are dropped",
          limit.toSeconds(),
          queue.clear());
      running.interrupt();
      join(running, INTERRUPTED_MAX);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether it has ended; an interrupted caller does not wait on
  private static boolean join(Thread thread, Duration limit) {
    try {
      return thread.join(limit);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      List<JobNotice> batch = queue.take();
      while (!batch.isEmpty()) {
        for (JobNotice notice : check.settled(batch)) {
          pulse.began();
          deliver(notice);
          pulse.succeeded(UNTIL_NEWS);
        }
        batch = queue.take();
      }
    } finally {
      pulse.ended();
    }
  }

  private void deliver(JobNotice notice) {
    for (JobListener listener : listeners) {
      if (abandoned) {
        return;
      }
      long began = time.nanoTime();
      try {
        listener.hear(notice);
      } catch (Throwable thrown) {
        // Whatever a listener throws, Errors included, must not keep others from hearing.
        reportFailure(listener, notice, thrown);
      }
      // What one listener did to its thread is nothing to the next.
      var _ = Thread.interrupted();
      Duration took = Duration.ofNanos(time.nanoTime() - began);
      if (took.compareTo(SLOW) > 0 && isWorthALine(slow.incrementAndGet())) {
        LOG.warn("listener {} is slow: it took {} ms", nameOf(listener), took.toMillis());
      }
    }
  }

  private void reportFailure(JobListener listener, JobNotice notice, Throwable thrown) {
    long count = failures.incrementAndGet();
    if (!isWorthALine(count)) {
      return;
    }
    try {
      LOG.warn(
          "listener {} failed at {} of job {}; listeners have failed {} times",
          nameOf(listener),
          notice.getClass().getSimpleName(),
          notice.job().id(),
          count,
          thrown);
    } catch (RuntimeException | Error unprintable) {
      LOG.warn("listener {} failed with an error that cannot be told", nameOf(listener));
    }
  }

  private static String nameOf(JobListener listener) {
    return listener.getClass().getName();
  }

  /// One that fails at each notice must not fill the log: the 1st, 2nd, 4th, 8th… time is told.
  private static boolean isWorthALine(long count) {
    return Long.bitCount(count) == 1;
  }
}
