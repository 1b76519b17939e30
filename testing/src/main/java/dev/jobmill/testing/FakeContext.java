package dev.jobmill.testing;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Names;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Progress;
import dev.jobmill.job.TypeRef;
import dev.jobmill.wire.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A context to call a handler with, alone: `handler.handle(FakeContext.of(TYPE), payload)`. It
/// tells afterwards what the handler did with it, and can be told beforehand what the handler
/// finds. For retries, delays and time limits there is [TestMill]. Thread-safe.
public final class FakeContext implements JobContext {
  private final JobType<?, ?> type;
  private final JobId id;
  private final int run;
  private final PayloadCodec codec = new JsonCodec();
  private final Map<String, Content> kept;
  private final Map<String, String> metadata = new TreeMap<>();
  private final List<Predecessor> predecessors = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();
  private final Map<String, byte[]> attachments = new LinkedHashMap<>();
  private final List<Duration> sleeps = new ArrayList<>();
  private final List<Runnable> onStop = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private int attempt;
  private @Nullable String requestId;
  private @Nullable Duration remaining;
  private @Nullable StopCause stopCause;
  private int asksBeforeStop = -1;

  private record Predecessor(JobId id, JobType<?, ?> type, @Nullable Object result) {}

  private FakeContext(JobType<?, ?> type, JobId id, int run, Map<String, Content> kept) {
    this.type = type;
    this.id = id;
    this.run = run;
    this.attempt = run;
    this.kept = kept;
  }

  /// The first run of a job of this type.
  public static FakeContext of(JobType<?, ?> type) {
    return new FakeContext(type, new JobId(UUID.randomUUID()), 1, new LinkedHashMap<>());
  }

  /// The next run of the same job, as after a failure or a crash: the steps that are done are done,
  /// everything else begins anew.
  public synchronized FakeContext nextRun() {
    FakeContext next = new FakeContext(type, id, run + 1, kept);
    next.metadata.putAll(metadata);
    next.predecessors.addAll(predecessors);
    next.requestId = requestId;
    return next;
  }

  /// Which attempt it is.
  public synchronized FakeContext attempt(int number) {
    this.attempt = number;
    return this;
  }

  /// One more piece of metadata.
  public synchronized FakeContext metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /// The request that caused the job.
  public synchronized FakeContext requestId(String value) {
    this.requestId = value;
    return this;
  }

  /// The time that is left before the time limit; it does not pass.
  public synchronized FakeContext remaining(Duration time) {
    this.remaining = time;
    return this;
  }

  /// One more job that this one came after.
  ///
  /// @param result what it gave; null for nothing
  public synchronized <R> FakeContext after(JobType<?, R> other, @Nullable R result) {
    predecessors.add(new Predecessor(new JobId(UUID.randomUUID()), other, result));
    return this;
  }

  /// Asks the run to end, now: actions that the handler has registered run on this thread. No
  /// thread is interrupted.
  public FakeContext stop(StopCause cause) {
    List<Runnable> actions;
    synchronized (this) {
      if (stopCause != null) {
        return this;
      }
      stopCause = cause;
      actions = List.copyOf(onStop);
    }
    actions.forEach(Runnable::run);
    return this;
  }

  /// Cancels the run, now.
  public FakeContext cancel() {
    return stop(StopCause.CANCELLED);
  }

  /// Cancels the run when the handler has asked this often whether it is still wanted.
  ///
  /// @param asks zero or more
  public synchronized FakeContext cancelAfterAsks(int asks) {
    this.asksBeforeStop = asks;
    return this;
  }

  /// What the handler wrote into the log.
  public synchronized List<LogLine> logged() {
    return List.copyOf(log);
  }

  /// What the handler told of its progress, in order.
  public synchronized List<Progress> progressed() {
    return List.copyOf(progress);
  }

  /// What the handler attached under this name; empty for nothing.
  public synchronized Optional<byte[]> attached(String name) {
    return Optional.ofNullable(attachments.get(name)).map(byte[]::clone);
  }

  /// The names of the steps that are done, in order, those of earlier runs included.
  public synchronized List<String> stepsDone() {
    return List.copyOf(kept.keySet());
  }

  /// For how long the handler wanted to sleep, each time. Here it goes straight on.
  public synchronized List<Duration> slept() {
    return List.copyOf(sleeps);
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public String type() {
    return type.name();
  }

  @Override
  public String queue() {
    return type.queue();
  }

  @Override
  public int run() {
    return run;
  }

  @Override
  public synchronized int attempt() {
    return attempt;
  }

  @Override
  public synchronized Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  @Override
  public synchronized Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  @Override
  public boolean isCancelled() {
    return stopCause().isPresent();
  }

  @Override
  public Optional<StopCause> stopCause() {
    boolean now;
    synchronized (this) {
      now = asksBeforeStop == 0;
      asksBeforeStop = Math.max(-1, asksBeforeStop - 1);
    }
    if (now) {
      cancel();
    }
    synchronized (this) {
      return Optional.ofNullable(stopCause);
    }
  }

  @Override
  public void onStop(Runnable action) {
    synchronized (this) {
      if (stopCause == null) {
        onStop.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public synchronized Optional<Duration> remaining() {
    return Optional.ofNullable(remaining);
  }

  @Override
  public synchronized void progress(double fraction, @Nullable String message) {
    progress.add(new Progress(fraction, message));
  }

  @Override
  public synchronized void log(LogLine.Level level, String message) {
    log.add(new LogLine(run, Instant.EPOCH, level, message));
  }

  @Override
  public synchronized List<JobId> after() {
    return predecessors.stream().map(Predecessor::id).toList();
  }

  @Override
  public synchronized <R> @Nullable R resultOf(JobType<?, R> other) {
    List<Predecessor> ofType =
        predecessors.stream().filter(one -> one.type.name().equals(other.name())).toList();
    if (ofType.size() != 1) {
      throw new InvalidRequest(
          "the job came after "
              + ofType.size()
              + " jobs of type "
              + other.name()
              + ": name one with FakeContext.after");
    }
    return result(ofType.getFirst(), other);
  }

  @Override
  public synchronized <R> List<R> resultsOf(JobType<?, R> other) {
    List<R> results = new ArrayList<>();
    for (Predecessor one : predecessors) {
      R result = result(one, other);
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  private static <R> @Nullable R result(Predecessor one, JobType<?, R> type) {
    return type.name().equals(one.type.name()) ? (R) one.result() : null;
  }

  @Override
  public void attach(String name, String mediaType, InputStream content) throws IOException {
    byte[] bytes = content.readAllBytes();
    synchronized (this) {
      attachments.put(name, bytes);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // whether null may come is the body's to say
  public <T extends @Nullable Object> T step(String name, TypeRef<T> as, Callable<? extends T> body)
      throws Exception {
    Names.check("step", name);
    checkCancelled();
    Content known = begin(name);
    if (known == null) {
      known = codec.encode(doOnce(name, body));
      synchronized (this) {
        kept.put(name, known);
      }
    }
    return (T) codec.decode(known, as.type());
  }

  private synchronized @Nullable Content begin(String name) {
    if (!used.add(name)) {
      throw new InvalidRequest(
          "step " + name + " is there twice in one run: give each step a name of its own");
    }
    return kept.get(name);
  }

  private @Nullable Object doOnce(String name, Callable<?> body) throws Exception {
    try {
      return body.call();
    } catch (Exception | Error failed) {
      synchronized (this) {
        used.remove(name);
      }
      throw failed;
    }
  }

  /// Goes straight on: see [#slept()].
  ///
  /// @throws CancelledRun when the run shall end
  @Override
  public void sleep(Duration time) {
    checkCancelled();
    synchronized (this) {
      sleeps.add(time);
    }
  }
}
