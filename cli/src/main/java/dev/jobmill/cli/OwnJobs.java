package dev.jobmill.cli;

import dev.jobmill.cli.progress.Wait;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.Wakeups;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The jobs that one command waits for, however many. Hints say which of them may have ended; all
/// are looked at now and then, because hints may be lost and jobs may run in other processes.
/// [#wake] may be called by any thread, the rest by one.
final class OwnJobs implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);

  /// Looking at so many takes no time to speak of, so that any hint is a reason to.
  private static final int FEW = 100;

  private final Lookup lookup;
  private final TimeSource time;
  private final Patience patience;
  private final Set<JobId> waiting = ConcurrentHashMap.newKeySet();
  private final Queue<JobId> hinted = new ConcurrentLinkedQueue<>();
  private final Semaphore signals = new Semaphore(1);
  private final Wakeups.Subscription subscription;
  private @Nullable Wait wait;
  private volatile boolean anything = true;
  private long lastLook;

  OwnJobs(JobStore store, Collection<JobId> ids, TimeSource time) {
    this.lookup = store.lookup();
    this.time = time;
    this.patience = new Patience(time);
    this.waiting.addAll(ids);
    this.subscription = store.wakeups().listen(this::hear);
    this.lastLook = time.nanoTime();
  }

  private void hear(Hint hint) {
    switch (hint) {
      case Hint.Anything all -> {
        anything = true;
        wake();
      }
      case Hint.Changed changed -> {
        for (JobId id : changed.ended()) {
          if (waiting.contains(id)) {
            hinted.add(id);
            wake();
          }
        }
      }
    }
  }

  /// Ends a wait.
  void wake() {
    signals.release();
  }

  /// How many have not been given out as ended.
  int left() {
    return waiting.size();
  }

  /// Waits until some may have ended, or a second, and looks.
  ///
  /// @return those that have ended since the last call; often none
  List<Ended> await() throws InterruptedException {
    if (signals.tryAcquire(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
      signals.drainPermits();
    }
    return look();
  }

  /// Looks without waiting.
  List<Ended> look() {
    boolean whole = isTimeForAll();
    List<JobId> ids = new ArrayList<>(whole ? waiting : Set.of());
    for (JobId id = hinted.poll(); id != null; id = hinted.poll()) {
      if (!whole && waiting.contains(id)) {
        ids.add(id);
      }
    }
    return patience.ask(() -> ended(ids, whole)).orElse(List.of());
  }

  private boolean isTimeForAll() {
    long now = time.nanoTime();
    boolean due = now - lastLook >= POLL.toNanos();
    if (!due && !(anything && waiting.size() <= FEW)) {
      return false;
    }
    anything = false;
    lastLook = now;
    return true;
  }

  private List<Ended> ended(List<JobId> ids, boolean whole) {
    Map<JobId, Job> jobs = Ids.find(lookup, ids);
    if (whole) {
      wait = waitFor(jobs.values());
    }
    List<Ended> ended = new ArrayList<>();
    for (JobId id : ids) {
      Job job = jobs.get(id);
      if ((job == null || job.state().isEnd()) && waiting.remove(id)) {
        ended.add(new Ended(id, job));
      }
    }
    return ended;
  }

  private @Nullable Wait waitFor(Collection<Job> jobs) {
    List<Job> left = jobs.stream().filter(job -> !job.state().isEnd()).toList();
    boolean allPending = left.stream().allMatch(job -> job.state() == JobState.PENDING);
    return left.isEmpty() || !allPending
        ? null
        : new Wait(
            left.size(),
            left.stream().map(Job::dueAt).min(Instant::compareTo).orElseThrow(),
            time.now());
  }

  /// What is waited for, when all that is left may not run yet; null otherwise. As of the last look
  /// at all jobs.
  @Nullable Wait waits() {
    return wait;
  }

  @Override
  public void close() {
    subscription.close();
  }

  /// A job that has ended.
  ///
  /// @param id the job
  /// @param job how it ended; null when its history was over before anybody looked
  record Ended(JobId id, @Nullable Job job) {}
}
