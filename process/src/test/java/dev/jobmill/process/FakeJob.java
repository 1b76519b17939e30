package dev.jobmill.process;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.TypeRef;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A context that keeps the log in memory and can be stopped.
final class FakeJob implements JobContext {
  private final JobId id = new JobId(UUID.randomUUID());
  private final BlockingQueue<String> live = new LinkedBlockingQueue<>();
  private final List<String> log = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final List<Runnable> onStop = new ArrayList<>();
  private StopCause cause;

  /// Asks the run to end, without interrupting anything.
  void stop(StopCause why) {
    List<Runnable> actions;
    synchronized (this) {
      cause = why;
      actions = List.copyOf(onStop);
    }
    actions.forEach(Runnable::run);
  }

  /// The next line of the log, as it comes.
  String nextLine() throws InterruptedException {
    String line = live.poll(30, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line in 30 s; the log so far: " + lines());
    }
    return line;
  }

  synchronized List<String> lines() {
    return List.copyOf(log);
  }

  /// Whether the process runs. One that is over counts as such before its parent has collected it.
  static boolean lives(long pid) {
    return new LinuxProcessTable(Path.of("/proc"))
        .rows(new RunMark("none:0")).stream().anyMatch(row -> row.pid() == pid);
  }

  RunMark mark() {
    return RunMark.of(this);
  }

  @Override
  public void log(LogLine.Level level, String message) {
    String line = level.wireName() + " " + message;
    synchronized (this) {
      log.add(line);
    }
    live.add(line);
  }

  @Override
  public synchronized void onStop(Runnable action) {
    onStop.add(action);
    if (cause != null) {
      action.run();
    }
  }

  @Override
  public synchronized Optional<StopCause> stopCause() {
    return Optional.ofNullable(cause);
  }

  @Override
  public boolean isCancelled() {
    return stopCause().isPresent();
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public String type() {
    return "exec";
  }

  @Override
  public String queue() {
    return "default";
  }

  @Override
  public int run() {
    return 1;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Optional<String> requestId() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> remaining() {
    return Optional.empty();
  }

  @Override
  public synchronized void progress(double fraction, String message) {
    progress.add(fraction + " " + message);
  }

  synchronized List<String> progress() {
    return List.copyOf(progress);
  }

  @Override
  public List<JobId> after() {
    return List.of();
  }

  @Override
  public <R> R resultOf(JobType<?, R> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <R> List<R> resultsOf(JobType<?, R> type) {
    return List.of();
  }

  @Override
  public void attach(String name, String mediaType, InputStream content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T step(String name, TypeRef<T> type, Callable<? extends T> body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sleep(Duration time) {
    throw new UnsupportedOperationException();
  }
}
