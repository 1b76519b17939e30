package dev.jobmill.store.memory;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that the memory store holds, under one lock, and the moves that keep it consistent.
/// Each operation of a role is one [#write] or [#read]; what it changed is told to the listeners
/// after the lock has been let go.
final class Shelves {
  private static final int BY_MAX = 200;

  final NavigableMap<JobId, Entry> jobs = new TreeMap<>();
  final Map<Lane.Key, Lane> lanes = new LinkedHashMap<>();
  final TreeSet<Entry> pending = new TreeSet<>(Entry.BY_DUE);
  final TreeSet<Entry> ended = new TreeSet<>(Entry.BY_KEEP);
  final Map<String, MemoryWorker> workers = new LinkedHashMap<>();
  final RateMeter rates = new RateMeter();

  private final Map<Lane.Key, List<Lane>> versions = new HashMap<>();
  private final TimeSource time;
  private final Duration retention;
  private final Listeners listeners;
  private Instant lastNow = Instant.MIN;
  private long lastSeq;
  private boolean closed;

  private final Set<String> queuedIn = new HashSet<>();
  private final Set<JobId> endedNow = new HashSet<>();
  private final Set<String> cancelling = new HashSet<>();
  private boolean anyPending;

  Shelves(TimeSource time, Duration retention, Listeners listeners) {
    this.time = time;
    this.retention = retention;
    this.listeners = listeners;
  }

  <T> T write(Supplier<T> operation) {
    T answer;
    Hint hint;
    synchronized (this) {
      requireOpen();
      answer = operation.get();
      hint = takeHint();
    }
    if (hint != null) {
      listeners.tell(hint);
    }
    return answer;
  }

  synchronized <T> T read(Supplier<T> operation) {
    requireOpen();
    return operation.get();
  }

  synchronized void close() {
    closed = true;
    jobs.clear();
    lanes.clear();
    versions.clear();
    pending.clear();
    ended.clear();
    workers.clear();
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreUnavailable("the store memory: is closed: open another one");
    }
  }

  /// The store's clock: never goes back.
  Instant now() {
    Instant now = time.now();
    if (now.isAfter(lastNow)) {
      lastNow = now;
    }
    return lastNow;
  }

  long nanoTime() {
    return time.nanoTime();
  }

  Entry add(JobSpec spec, Instant now) {
    Lane lane =
        lanes.computeIfAbsent(
            new Lane.Key(spec.queue(), spec.type(), spec.typeVersion()), this::newLane);
    Entry entry = new Entry(++lastSeq, spec, lane, now);
    jobs.put(spec.id(), entry);
    lane.totals.merge(entry.state, 1L, Long::sum);
    if (entry.dueAt.isAfter(now)) {
      entry.reason = Reason.SCHEDULED;
      pending.add(entry);
      anyPending = true;
    } else {
      queue(entry, entry.dueAt.isBefore(now) ? now : entry.dueAt);
    }
    rates.submitted(now);
    return entry;
  }

  private Lane newLane(Lane.Key key) {
    Lane lane = new Lane(key);
    versions.computeIfAbsent(key.ofAnyVersion(), any -> new ArrayList<>()).add(lane);
    return lane;
  }

  /// The lanes of all versions of a type in a queue.
  List<Lane> lanes(String queue, String type) {
    return versions.getOrDefault(new Lane.Key(queue, type, 0), List.of());
  }

  @Nullable Entry find(JobKey key) {
    Entry entry = jobs.get(key.id());
    return entry != null && entry.spec.queue().equals(key.queue()) ? entry : null;
  }

  /// The job of a run that still has the right to write.
  @Nullable Entry running(RunKey key) {
    Entry entry = find(key.job());
    return entry != null && entry.state.isRunning() && entry.run == key.run() ? entry : null;
  }

  MemoryWorker worker(String id) {
    MemoryWorker worker = workers.get(id);
    if (worker == null) {
      throw new InvalidRequest(
          "worker " + id + " is unknown: a worker announces itself before it claims");
    }
    return worker;
  }

  /// A job becomes queued with a rank of its own.
  void queue(Entry entry, Instant ready) {
    leaveLine(entry);
    entry.rank = Ranking.AGEING.rank(entry.spec.priority(), ready);
    entry.reason = null;
    setState(entry, JobState.QUEUED);
    enterQueue(entry);
  }

  void claim(Entry entry, MemoryWorker worker, long claimId, Instant now) {
    leaveLine(entry);
    setState(entry, JobState.PROCESSING);
    entry.run++;
    entry.attempt++;
    entry.startedAt = now;
    entry.worker = worker.info.id();
    entry.runner = worker;
    entry.claimId = claimId;
    entry.unnamedAt = null;
    entry.lastLine = 0;
    entry.progress = null;
    worker.runs.add(entry);
  }

  void askToCancel(Entry entry) {
    setState(entry, JobState.CANCELLING);
    if (entry.worker != null) {
      cancelling.add(entry.worker);
    }
  }

  void cancelWaiting(Entry entry, Instant now) {
    leaveLine(entry);
    entry.reason = null;
    end(entry, JobState.CANCELLED, now);
  }

  /// A run ends as was decided.
  void apply(Entry entry, NextStep step, Instant now) {
    entry.attempts.add(entry.currentAttempt(step.attempt(), now, step.error()));
    leaveRunner(entry);
    if (step.givesAttemptBack()) {
      entry.attempt--;
    }
    entry.error = step.errorAfter(entry.error);
    entry.reason = step.reason();
    switch (step.state()) {
      case QUEUED -> {
        setState(entry, JobState.QUEUED);
        enterQueue(entry);
      }
      case PENDING -> {
        entry.dueAt = now.plus(step.delay());
        setState(entry, JobState.PENDING);
        pending.add(entry);
        anyPending = true;
      }
      default -> {
        entry.result = step.result();
        end(entry, step.state(), now);
      }
    }
  }

  void crash(Entry entry, Instant now) {
    entry.crashes++;
    apply(entry, NextStep.afterCrash(entry.state, entry.crashes, entry.spec.atMostOnce()), now);
  }

  void retryEnded(Entry entry, Instant now) {
    ended.remove(entry);
    entry.attempt = 0;
    entry.crashes = 0;
    entry.result = null;
    entry.error = null;
    entry.progress = null;
    entry.endedAt = null;
    entry.dueAt = now;
    queue(entry, now);
  }

  void forget(Entry entry) {
    ended.remove(entry);
    jobs.remove(entry.spec.id());
    entry.lane.totals.merge(entry.state, -1L, Long::sum);
  }

  void record(Entry entry, Instant now, String by, String what, JobState from) {
    String who = by.length() > BY_MAX ? by.substring(0, BY_MAX) : by;
    entry.events.add(new JobEvent(now, who, what, from, entry.state));
  }

  private void leaveLine(Entry entry) {
    if (entry.state == JobState.QUEUED) {
      entry.lane.queued.remove(entry);
    } else if (entry.state == JobState.PENDING) {
      pending.remove(entry);
    }
  }

  private void leaveRunner(Entry entry) {
    if (entry.runner != null) {
      entry.runner.runs.remove(entry);
      entry.runner = null;
    }
  }

  private void enterQueue(Entry entry) {
    entry.lane.queued.add(entry);
    queuedIn.add(entry.spec.queue());
  }

  private void end(Entry entry, JobState state, Instant now) {
    setState(entry, state);
    entry.endedAt = now;
    entry.keepUntil = now.plus(retention);
    ended.add(entry);
    endedNow.add(entry.spec.id());
    rates.ended(now);
  }

  private static void setState(Entry entry, JobState next) {
    entry.lane.totals.merge(entry.state, -1L, Long::sum);
    entry.state = entry.state.to(next);
    entry.lane.totals.merge(next, 1L, Long::sum);
  }

  private @Nullable Hint takeHint() {
    boolean nothing =
        queuedIn.isEmpty() && endedNow.isEmpty() && cancelling.isEmpty() && !anyPending;
    Hint hint =
        nothing || listeners.isEmpty()
            ? null
            : new Hint.Changed(
                Set.copyOf(queuedIn), Set.copyOf(endedNow), Set.copyOf(cancelling), anyPending);
    queuedIn.clear();
    endedNow.clear();
    cancelling.clear();
    anyPending = false;
    return hint;
  }
}
