package dev.jobmill.store.memory;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Retention;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.TimeSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that the memory store holds, under one lock: each operation of a role is one [#write]
/// or one or more [#read]s, and nothing is touched outside of them. What an operation changed is
/// told to the listeners after the lock has been let go.
final class Shelves {
  final NavigableMap<JobId, Entry> jobs = new TreeMap<>();
  final Map<String, MemoryWorker> workers = new LinkedHashMap<>();
  final RateMeter rates = new RateMeter();
  final News news = new News();
  final Lines lines = new Lines();
  final Edges edges = new Edges(lines);
  final UniqueKeys keys = new UniqueKeys(lines);
  final Asks asks = new Asks();
  final QueueBook book;
  final Ranking ranking;
  final Waiting waiting;
  final Endings endings;
  final Runs runs;

  private final TimeSource time;
  private final Listeners listeners;
  private Instant lastNow = Instant.MIN;
  private long lastSeq;
  private boolean closed;

  /// What people can choose about a store.
  ///
  /// @param limit of queues of which nothing else was said; null for none
  record Settings(TimeSource time, Retention retention, Ranking ranking, @Nullable Long limit) {}

  Shelves(Settings settings, Listeners listeners) {
    this.time = settings.time;
    this.listeners = listeners;
    this.ranking = settings.ranking;
    this.book = new QueueBook(settings.limit);
    this.waiting = new Waiting(lines, news, ranking);
    this.endings = new Endings(this, waiting, settings.retention);
    this.runs = new Runs(book, lines, news, waiting, endings);
  }

  <T> T write(Supplier<T> operation) {
    T answer;
    Hint hint;
    synchronized (this) {
      requireOpen();
      endings.beginOperation();
      answer = operation.get();
      hint = takeHint();
    }
    if (hint != null) {
      listeners.tell(hint);
    }
    return answer;
  }

  private @Nullable Hint takeHint() {
    if (listeners.isEmpty()) {
      news.drop();
      return null;
    }
    return news.take();
  }

  synchronized <T> T read(Supplier<T> operation) {
    requireOpen();
    return operation.get();
  }

  synchronized void close() {
    closed = true;
    jobs.clear();
    workers.clear();
    lines.clear();
    edges.clear();
    keys.clear();
    asks.clear();
    book.clear();
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

  /// The number of the job that was taken in last.
  long lastSeq() {
    return lastSeq;
  }

  /// A new job, which stands in no line yet.
  Entry create(JobSpec spec, Instant now) {
    Lane lane = book.lane(spec.queue(), spec.type(), spec.typeVersion());
    Entry entry = new Entry(++lastSeq, spec, lane, now);
    jobs.put(spec.id(), entry);
    rates.submitted(now);
    return entry;
  }

  @Nullable Entry find(JobKey key) {
    return find(key.queue(), key.id());
  }

  @Nullable Entry find(Dependency dependency) {
    return find(dependency.queue(), dependency.job());
  }

  private @Nullable Entry find(String queue, JobId id) {
    Entry entry = jobs.get(id);
    return entry != null && entry.spec.queue().equals(queue) ? entry : null;
  }

  /// The job of a run that still has the right to write.
  @Nullable Entry running(RunKey key) {
    Entry entry = find(key.queue(), key.id());
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
}
