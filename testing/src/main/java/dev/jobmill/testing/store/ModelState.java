package dev.jobmill.testing.store;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Hint;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Wakeups.Subscription;
import dev.jobmill.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What the model knows: lists that are searched from end to end, under one lock.
final class ModelState {
  final List<ModelJob> jobs = new ArrayList<>();
  final List<ModelWorker> workers = new ArrayList<>();
  final Set<String> queues = new TreeSet<>();
  final List<Instant> submissions = new ArrayList<>();
  final List<Instant> ends = new ArrayList<>();
  private final List<ModelSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private final TimeSource time;
  private Instant lastNow = Instant.MIN;
  private boolean closed;

  ModelState(TimeSource time) {
    this.time = time;
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
    Instant now = time.now();
    lastNow = now.isAfter(lastNow) ? now : lastNow;
    return lastNow;
  }

  long nanoTime() {
    return time.nanoTime();
  }

  Optional<ModelJob> byId(JobId id) {
    return jobs.stream().filter(one -> one.job.id().equals(id)).findFirst();
  }

  Optional<ModelJob> byKey(JobKey key) {
    return byId(key.id()).filter(one -> one.job.queue().equals(key.queue()));
  }

  Optional<ModelJob> running(RunKey run) {
    return byKey(run.job())
        .filter(one -> one.job.state().isRunning() && one.job.run() == run.run());
  }

  List<ModelJob> runsOf(String worker) {
    return jobs.stream().filter(one -> one.isRunBy(worker)).toList();
  }

  ModelWorker worker(String id) {
    return workers.stream()
        .filter(one -> one.info.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new InvalidRequest("worker " + id + " is unknown: announce it first"));
  }

  /// Counts an end where the move was one.
  void countEnd(ModelJob moved, Instant now) {
    if (moved.job.state().isEnd()) {
      ends.add(now);
    }
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
