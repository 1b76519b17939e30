package dev.jobmill.worker;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.job.TypeRef;
import dev.jobmill.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The handler's view of an [ActiveRun].
final class RunContext implements JobContext {
  private final ActiveRun run;
  private final TimeSource time;
  private final Notebook notebook;
  private final Predecessors predecessors;
  private final AttachmentWriter attachments;
  private final RunSteps steps;

  RunContext(
      ActiveRun run,
      TimeSource time,
      Notebook notebook,
      Predecessors predecessors,
      AttachmentWriter attachments,
      RunSteps steps) {
    this.run = run;
    this.time = time;
    this.notebook = notebook;
    this.predecessors = predecessors;
    this.attachments = attachments;
    this.steps = steps;
  }

  @Override
  public JobId id() {
    return run.job().id();
  }

  @Override
  public String type() {
    return run.job().type();
  }

  @Override
  public String queue() {
    return run.job().queue();
  }

  @Override
  public int run() {
    return run.job().run();
  }

  @Override
  public int attempt() {
    return run.job().attempt();
  }

  @Override
  public Map<String, String> metadata() {
    return run.job().metadata();
  }

  @Override
  public Optional<String> requestId() {
    return run.job().requestId();
  }

  @Override
  public boolean isCancelled() {
    return run.stopCause() != null;
  }

  @Override
  public Optional<StopCause> stopCause() {
    return Optional.ofNullable(run.stopCause());
  }

  @Override
  public void onStop(Runnable action) {
    run.onStop(action);
  }

  @Override
  public Optional<Duration> remaining() {
    return run.deadlineNanos()
        .map(deadline -> Duration.ofNanos(Math.max(0, deadline - time.nanoTime())));
  }

  @Override
  public void progress(double fraction, @Nullable String message) {
    run.note(new Progress(fraction, message));
    notebook.hasNews(run);
  }

  @Override
  public void log(LogLine.Level level, String message) {
    if (run.logIsFull()) {
      notebook.hurry();
      run.awaitRoomInLog();
    }
    if (run.note(new LogLine(run.job().run(), time.now(), level, message))) {
      notebook.hasNews(run);
    }
  }

  @Override
  public List<JobId> after() {
    return predecessors.ids();
  }

  @Override
  public <R> @Nullable R resultOf(JobType<?, R> type) {
    return predecessors.resultOf(type);
  }

  @Override
  public <R> List<R> resultsOf(JobType<?, R> type) {
    return predecessors.resultsOf(type);
  }

  @Override
  public void attach(String name, String mediaType, InputStream content) throws IOException {
    attachments.write(name, mediaType, content);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // whether null may come is the body's to say
  public <T extends @Nullable Object> T step(
      String name, TypeRef<T> type, Callable<? extends T> body) throws Exception {
    checkCancelled();
    return (T) steps.step(name, type.type(), body);
  }

  @Override
  public void sleep(Duration time) {
    checkCancelled();
    steps.sleep(time);
  }
}
