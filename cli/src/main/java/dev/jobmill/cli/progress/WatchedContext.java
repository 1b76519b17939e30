package dev.jobmill.cli.progress;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.job.TypeRef;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A run's context that tells its progress to a [RunWatch] as well.
record WatchedContext(JobContext inner, RunWatch watch) implements JobContext {
  @Override
  public JobId id() {
    return inner.id();
  }

  @Override
  public String type() {
    return inner.type();
  }

  @Override
  public String queue() {
    return inner.queue();
  }

  @Override
  public int run() {
    return inner.run();
  }

  @Override
  public int attempt() {
    return inner.attempt();
  }

  @Override
  public Map<String, String> metadata() {
    return inner.metadata();
  }

  @Override
  public Optional<String> requestId() {
    return inner.requestId();
  }

  @Override
  public boolean isCancelled() {
    return inner.isCancelled();
  }

  @Override
  public Optional<StopCause> stopCause() {
    return inner.stopCause();
  }

  @Override
  public void onStop(Runnable action) {
    inner.onStop(action);
  }

  @Override
  public Optional<Duration> remaining() {
    return inner.remaining();
  }

  @Override
  public void progress(double fraction, @Nullable String message) {
    inner.progress(fraction, message);
    watch.progressed(inner, new Progress(fraction, message));
  }

  @Override
  public void log(LogLine.Level level, String message) {
    inner.log(level, message);
  }

  @Override
  public List<JobId> after() {
    return inner.after();
  }

  @Override
  public <R> @Nullable R resultOf(JobType<?, R> type) {
    return inner.resultOf(type);
  }

  @Override
  public <R> List<R> resultsOf(JobType<?, R> type) {
    return inner.resultsOf(type);
  }

  @Override
  public void attach(String name, String mediaType, InputStream content) throws IOException {
    inner.attach(name, mediaType, content);
  }

  @Override
  public <T extends @Nullable Object> T step(
      String name, TypeRef<T> type, Callable<? extends T> body) throws Exception {
    return inner.step(name, type, body);
  }

  @Override
  public void sleep(Duration time) {
    inner.sleep(time);
  }
}
