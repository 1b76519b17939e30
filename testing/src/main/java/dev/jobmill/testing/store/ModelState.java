package dev.jobmill.testing.store;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Wakeups.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What the model knows: lists that are searched from end to end, under one lock.
final class ModelState {
  final List<ModelJob> jobs = new ArrayList<>();
  final List<ModelWorker> workers = new ArrayList<>();

  /// What was said of each queue that was named; of what they hold nothing is noted.
  final Map<String, QueueInfo> queues = new TreeMap<>();

  /// Each type that was named, and whether it is paused.
  final Map<String, Boolean> types = new TreeMap<>();

  final ModelKeys keys;
  final List<ModelEnds.News> untold = new ArrayList<>();
  final List<Instant> submissions = new ArrayList<>();
  final List<Instant> endTimes = new ArrayList<>();
  final StoreOptions options;

  /// Whether two queues are in one place, so that their runs of a worker are seen together.
  final BiPredicate<String, String> placesTogether;

  private final List<ModelSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private Instant lastNow = Instant.MIN;
  private long lastSequence;
  private boolean closed;

  ModelState(StoreOptions options, ModelKeys keys, BiPredicate<String, String> placesTogether) {
    this.options = options;
    this.placesTogether = placesTogether;
    this.keys = keys;
  }

  /// Hints after every operation, also one that changed nothing: hints may say too much.
  <T> T locked(Supplier<T> operation) {
    T answer;
    synchronized (this) {
      if (closed) {
        throw new StoreUnavailable("the store model: is closed: open another one");
      }
      answer = operation.get();
    }
    subscriptions.forEach(subscription -> subscription.listener.accept(new Hint.Anything()));
    return answer;
  }

  Subscription listen(Consumer<Hint> listener) {
    ModelSubscription subscription = new ModelSubscription(listener);
    subscriptions.add(subscription);
    return () -> subscriptions.remove(subscription);
  }

  synchronized void close() {
    closed = true;
  }

  /// The store's clock does not go back.
  Instant now() {
    Instant now = options.time().now();
    lastNow = now.isAfter(lastNow) ? now : lastNow;
    return lastNow;
  }

  long nanoTime() {
    return options.time().nanoTime();
  }

  Optional<ModelJob> byId(JobId id) {
    return jobs.stream().filter(one -> one.job.id().equals(id)).findFirst();
  }

  Optional<ModelJob> byKey(JobKey key) {
    return byKey(key.queue(), key.id());
  }

  Optional<ModelJob> byKey(String queue, JobId id) {
    return byId(id).filter(one -> one.job.queue().equals(queue));
  }

  Optional<ModelJob> running(RunKey run) {
    return byKey(run.job())
        .filter(one -> one.job.state().isRunning() && one.job.run() == run.run());
  }

  List<ModelJob> runsOf(String worker) {
    return jobs.stream().filter(one -> one.isRunBy(worker)).toList();
  }

  /// A worker is found dead: those of its runs are noted that others went down with.
  void noteDeath(String worker) {
    List<ModelJob> runs = runsOf(worker);
    for (ModelJob one : runs) {
      one.diedBesideOthers |=
          runs.stream()
              .anyMatch(
                  other -> other != one && placesTogether.test(one.job.queue(), other.job.queue()));
    }
  }

  ModelWorker worker(String id) {
    return workers.stream()
        .filter(one -> one.info.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new InvalidRequest("worker " + id + " is unknown: announce it first"));
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /// A queue as it is; one that was never named is as all are at first.
  QueueInfo queue(String name) {
    QueueInfo said = said(name);
    long waiting =
        jobs.stream()
            .filter(one -> one.job.queue().equals(name) && one.job.state().isWaiting())
            .count();
    return new QueueInfo(name, said.paused(), said.limit(), waiting);
  }

  private QueueInfo said(String name) {
    return queues.getOrDefault(name, new QueueInfo(name, false, options.queueLimit(), 0));
  }

  /// The queue and the type of a job that is let in exist from now on.
  void name(JobSpec spec) {
    queues.putIfAbsent(spec.queue(), said(spec.queue()));
    types.putIfAbsent(spec.type(), false);
  }

  boolean isPaused(Job job) {
    return said(job.queue()).paused() || types.getOrDefault(job.type(), false);
  }

  /// Whether a job that has not ended comes after this one.
  boolean isAwaited(ModelJob one) {
    Dependency.OnFailure any = Dependency.OnFailure.RUN;
    Dependency edge = new Dependency(one.job.queue(), one.job.id(), any);
    return jobs.stream()
        .filter(other -> !other.job.state().isEnd())
        .flatMap(other -> other.job.after().stream())
        .anyMatch(after -> after.onFailure(any).equals(edge));
  }

  void forget(ModelJob one) {
    jobs.remove(one);
    keys.forget(one);
  }

  /// What puts everything that an admission can change back to what it is now.
  Runnable savepoint() {
    List<Runnable> undo = new ArrayList<>(jobs.stream().map(ModelJob::savepoint).toList());
    undo.add(saved(jobs));
    undo.add(saved(queues));
    undo.add(saved(types));
    undo.add(saved(untold));
    undo.add(saved(submissions));
    undo.add(saved(endTimes));
    undo.add(keys.savepoint());
    return () -> undo.forEach(Runnable::run);
  }

  private static <T> Runnable saved(List<T> list) {
    List<T> then = List.copyOf(list);
    return () -> {
      list.clear();
      list.addAll(then);
    };
  }

  static <K, V> Runnable saved(Map<K, V> map) {
    Map<K, V> then = Map.copyOf(map);
    return () -> {
      map.clear();
      map.putAll(then);
    };
  }

  private static final class ModelSubscription {
    final Consumer<Hint> listener;

    ModelSubscription(Consumer<Hint> listener) {
      this.listener = listener;
    }
  }

  /// A worker that has announced itself and has not withdrawn.
  static final class ModelWorker {
    WorkerInfo info;
    Instant leaseUntil;
    long lastClaim;
    boolean foundDead;

    ModelWorker(WorkerInfo info, Instant leaseUntil) {
      this.info = info;
      this.leaseUntil = leaseUntil;
    }
  }
}
