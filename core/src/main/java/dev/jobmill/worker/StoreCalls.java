package dev.jobmill.worker;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.OutcomeUnknown;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Calls the store for handlers, on platform threads of its own: a store must not be called on a
/// virtual thread, which is what most handlers run on, and cannot be called by a thread that was
/// interrupted, which is what happens to a run that shall end. Without work it has no thread.
/// Thread-safe.
final class StoreCalls implements AutoCloseable {
  /// As many as a store can serve at once with profit; who comes later waits.
  private static final int THREADS = 4;

  private static final long IDLE_SECONDS = 5;

  /// Every operation of a store may be repeated, so an unknown outcome is cleared up by asking
  /// again.
  private static final int TRIES = 3;

  private final @Nullable ThreadPoolExecutor threads;

  StoreCalls() {
    this(
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("jobmill-call-", 1).factory()));
  }

  private StoreCalls(@Nullable ThreadPoolExecutor threads) {
    this.threads = threads;
    if (threads != null) {
      threads.allowCoreThreadTimeOut(true);
    }
  }

  /// Calls on the thread of the handler, for a worker that has no threads.
  static StoreCalls onCallingThread() {
    return new StoreCalls(null);
  }

  /// The answer of the store, or what it threw. Waits for it also when the calling thread is
  /// interrupted, so that nothing is under way any more when it goes on.
  ///
  /// @throws CancelledRun when the worker has ended
  <T> T call(Supplier<T> operation) {
    return threads == null ? uninterrupted(operation) : call(threads, operation);
  }

  private static <T> T uninterrupted(Supplier<T> operation) {
    boolean interrupted = Thread.interrupted();
    try {
      return repeatUnknown(operation);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> T call(ThreadPoolExecutor threads, Supplier<T> operation) {
    Future<T> answer;
    try {
      answer = threads.submit(() -> repeatUnknown(operation));
    } catch (RejectedExecutionException ended) {
      throw new CancelledRun("the worker of this run has ended: the store takes nothing of it");
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw asItIs(failed);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Lets a call be made by and by; one that comes after the end is not made. It must not throw.
  void start(Runnable operation) {
    if (threads == null) {
      operation.run();
      return;
    }
    try {
      threads.execute(operation);
    } catch (RejectedExecutionException ended) {
      // Nobody is there any more for whom it would matter.
    }
  }

  private static RuntimeException asItIs(ExecutionException failed) {
    if (failed.getCause() instanceof RuntimeException plain) {
      return plain;
    }
    return new IllegalStateException("a call of the store failed", failed.getCause());
  }

  private static <T> T repeatUnknown(Supplier<T> operation) {
    for (int tries = 1; ; tries++) {
      try {
        return operation.get();
      } catch (OutcomeUnknown unknown) {
        if (tries == TRIES) {
          throw unknown;
        }
      }
    }
  }

  /// Ends after the calls that are under way.
  @Override
  public void close() {
    if (threads != null) {
      threads.close();
    }
  }
}
