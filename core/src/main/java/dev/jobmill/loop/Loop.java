package dev.jobmill.loop;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.time.SystemTime;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A platform thread that repeats one step: at once when woken, else after the pause that the step
/// asked for. Nothing that a step throws ends it: a store that is away is tried again with growing
/// pauses, anything else is logged. Starting and stopping in any order and number is legal.
public final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private final String name;
  private final Step step;
  private final Pulse pulse;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private volatile boolean woken;
  private Duration retry = FIRST_RETRY;
  private boolean away;

  /// A loop that has not been started.
  ///
  /// @param name the thread's name
  public Loop(String name, Step step) {
    this.name = name;
    this.step = step;
    this.pulse = new Pulse(name, SystemTime.SYSTEM);
  }

  /// How it fares.
  public Pulse.Reading pulse() {
    return pulse.read();
  }

  /// Starts the thread, once.
  public synchronized void start() {
    if (thread == null && !stopping) {
      Thread fresh = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
      thread = fresh;
      fresh.start();
    }
  }

  /// Lets the step run without further pause. Cheap, never blocks.
  public void wake() {
    if (!woken) {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  /// Does one step on the calling thread, which does not start the loop: for a world without
  /// threads.
  ///
  /// @return how long to pause before the next
  public Duration stepNow() {
    return step.run();
  }

  /// Ends the loop after the step that is under way, and waits for it. The thread is not
  /// interrupted: it may be inside the store.
  public void stop() {
    Thread running;
    synchronized (this) {
      stopping = true;
      running = thread;
    }
    LockSupport.unpark(running);
    boolean interrupted = false;
    while (running != null && running.isAlive() && running != Thread.currentThread()) {
      try {
        running.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      woken = false;
      pause(attempt());
    }
    pulse.ended();
  }

  private Duration attempt() {
    pulse.began();
    try {
      Duration pause = step.run();
      pulse.succeeded(pause);
      retry = FIRST_RETRY;
      if (away) {
        away = false;
        LOG.info("{}: the store is back", name);
      }
      return pause;
    } catch (StoreUnavailable unavailable) {
      pulse.failed(unavailable);
      return afterOutage(unavailable);
    } catch (RuntimeException | Error unexpected) {
      pulse.failed(unexpected);
      LOG.error("{}: a step failed and will be tried again", name, unexpected);
      return nextRetry();
    }
  }

  private Duration afterOutage(StoreUnavailable unavailable) {
    if (!away) {
      away = true;
      LOG.warn("{}: the store is away, trying again: {}", name, unavailable.getMessage());
    }
    return nextRetry();
  }

  private Duration nextRetry() {
    Duration pause = retry;
    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
    return pause;
  }

  private void pause(Duration pause) {
    long until = SystemTime.SYSTEM.nanoTime() + pause.toNanos();
    long left = pause.toNanos();
    while (left > 0 && !stopping && (!woken || away)) {
      LockSupport.parkNanos(this, left);
      left = until - SystemTime.SYSTEM.nanoTime();
    }
  }

  /// One bounded piece of work.
  @FunctionalInterface
  public interface Step {
    /// Does it.
    ///
    /// @return how long to pause before the next, unless woken
    Duration run();
  }
}
