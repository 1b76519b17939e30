package dev.jobmill.worker;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.store.Note;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A run that this worker has, from its claim until its outcome is stored. Three threads meet here:
/// the handler's (progress, log, end), those that stop it (cancel, time limit, shutdown), and those
/// that carry its news to the store. All fields are guarded by the run's own lock, which is never
/// held while user code runs or the store is called.
final class ActiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

  /// How much of a log waits in memory for the store before the handler is made to wait as well.
  private static final int LOG_CHARS_WAITING_MAX = 256 * 1024;

  private final Job job;
  private final RunThreads threads;
  private final RunKey key;
  private final long deadlineNanos;
  private final boolean limited;

  private @Nullable Thread thread;
  private @Nullable StopCause stopCause;
  private @Nullable String stackAtStop;
  private final List<Runnable> onStop = new ArrayList<>(0);
  private boolean handlerBegan;
  private boolean handlerDone;
  private boolean decided;
  private @Nullable Progress progress;
  private List<LogLine> lines = new ArrayList<>(0);
  private int charsWaiting;
  private int linesWritten;

  /// @param deadlineNanos when its time limit passes, by the monotonic clock; null for no limit
  ActiveRun(Job job, @Nullable Long deadlineNanos) {
    this(job, deadlineNanos, RunThreads.OWN);
  }

  /// @param threads run what is to be done at its stop
  ActiveRun(Job job, @Nullable Long deadlineNanos, RunThreads threads) {
    this.job = job;
    this.threads = threads;
    this.key = RunKey.of(job);
    this.limited = deadlineNanos != null;
    this.deadlineNanos = deadlineNanos == null ? 0 : deadlineNanos;
  }

  Job job() {
    return job;
  }

  RunKey key() {
    return key;
  }

  Optional<Long> deadlineNanos() {
    return limited ? Optional.of(deadlineNanos) : Optional.empty();
  }

  // What the handler's thread does.

  /// The run begins on this thread. A stop that came before interrupts it now.
  synchronized void begin() {
    thread = Thread.currentThread();
    if (stopCause != null) {
      thread.interrupt();
    }
  }

  /// The handler's own code begins. Settled at the same moment as who decides: a run that was given
  /// back does not begin any more, and one that has begun is known to have.
  ///
  /// @throws CancelledRun when it must not, because the run was asked to end before
  synchronized void beginHandler() {
    if (stopCause != null || decided) {
      throw new CancelledRun("the run was stopped before its handler began");
    }
    handlerBegan = true;
  }

  synchronized boolean handlerBegan() {
    return handlerBegan;
  }

  /// The handler is done with its thread: nobody interrupts it any more. Whether it may decide what
  /// became of the run is settled at the same moment, so that nobody gives up a run that is done.
  ///
  /// @return whether it may
  synchronized boolean handlerDone() {
    handlerDone = true;
    thread = null;
    return decide();
  }

  /// The right to decide what became of the run is given once: to its handler, or to whoever gave
  /// up waiting for it.
  synchronized boolean decide() {
    boolean first = !decided;
    decided = true;
    notifyAll();
    return first;
  }

  /// Whether it is known what became of the run, if not yet to the store.
  synchronized boolean isDecided() {
    return decided;
  }

  synchronized void note(Progress news) {
    if (!decided) {
      progress = news;
    }
  }

  /// Whether so much of the log waits for the store that its handler has to wait as well.
  synchronized boolean logIsFull() {
    return charsWaiting > LOG_CHARS_WAITING_MAX && stopCause == null && !decided;
  }

  /// Makes the handler wait until the store has caught up, or until the run is stopped.
  synchronized void awaitRoomInLog() {
    while (logIsFull()) {
      try {
        wait();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Takes a line of the log, which has an end.
  ///
  /// @return whether it was taken
  synchronized boolean note(LogLine line) {
    if (decided || linesWritten > LogLine.LINES_PER_RUN_MAX) {
      return false;
    }
    linesWritten++;
    boolean full = linesWritten > LogLine.LINES_PER_RUN_MAX;
    LogLine kept =
        full
            ? new LogLine(
                line.run(),
                line.at(),
                LogLine.Level.WARN,
                "the log of this run is full: what comes after its first "
                    + LogLine.LINES_PER_RUN_MAX
                    + " lines is not kept")
            : line;
    lines.add(kept);
    charsWaiting += kept.message().length();
    return true;
  }

  // What others do to it.

  /// Asks the run to end; the first cause stays, except that a lost lease outweighs all.
  ///
  /// @return whether the cause is new
  boolean stop(StopCause cause) {
    List<Runnable> actions;
    // Before the interruption, which is the end of what it was doing; and without the lock.
    String stack = toBeShown(cause).map(StackText::of).orElse(null);
    synchronized (this) {
      boolean known = stopCause == cause;
      if (handlerDone || known || (stopCause != null && cause != StopCause.LEASE_LOST)) {
        return false;
      }
      boolean first = stopCause == null;
      stopCause = cause;
      notifyAll();
      if (!first) {
        return true;
      }
      stackAtStop = stack;
      if (thread != null) {
        thread.interrupt();
      }
      actions = List.copyOf(onStop);
      onStop.clear();
    }
    if (!actions.isEmpty()) {
      try {
        threads.atStop(job, () -> actions.forEach(this::runStopAction));
      } catch (OutOfMemoryError noThread) {
        // The stop itself must go on: it is what frees the slot.
        LOG.warn("actions at the stop of job {} could not be given a thread", job.id(), noThread);
      }
    }
    return true;
  }

  /// The thread whose stack tells why the run took so long.
  private synchronized Optional<Thread> toBeShown(StopCause cause) {
    boolean asked = cause == StopCause.TIMEOUT || cause == StopCause.CANCELLED;
    return asked && handlerBegan && stopCause == null ? thread() : Optional.empty();
  }

  /// Runs `action` when the run is asked to end, or at once.
  void onStop(Runnable action) {
    synchronized (this) {
      if (stopCause == null) {
        onStop.add(action);
        return;
      }
    }
    runStopAction(action);
  }

  private void runStopAction(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException thrown) {
      LOG.warn("an action at the stop of job {} failed", job.id(), thrown);
    }
  }

  synchronized @Nullable StopCause stopCause() {
    return stopCause;
  }

  /// What the handler's thread was doing when it was told to stop by its time limit or a cancel;
  /// null where it had no thread.
  synchronized @Nullable String stackAtStop() {
    return stackAtStop;
  }

  /// The thread of the run, until its handler is done with it.
  synchronized Optional<Thread> thread() {
    return Optional.ofNullable(thread);
  }

  /// Waits, for less when it is asked to end meanwhile.
  ///
  /// @return whether it is still wanted
  synchronized boolean isWantedAfter(long millis) {
    long end = SystemTime.SYSTEM.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    try {
      while (stopCause == null && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - SystemTime.SYSTEM.nanoTime());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
    return stopCause == null;
  }

  /// Takes what there is to tell the store; null for nothing.
  synchronized @Nullable Note takeNote() {
    if (progress == null && lines.isEmpty()) {
      return null;
    }
    Note note = new Note(key, progress, linesWritten - lines.size() + 1, lines);
    progress = null;
    lines = new ArrayList<>(0);
    charsWaiting = 0;
    notifyAll();
    return note;
  }

  /// Puts a note back that the store could not take, before what came since.
  synchronized void putBack(Note note) {
    if (progress == null) {
      progress = note.progress();
    }
    List<LogLine> all = new ArrayList<>(note.lines());
    all.addAll(lines);
    lines = all;
    charsWaiting = all.stream().mapToInt(line -> line.message().length()).sum();
  }
}
