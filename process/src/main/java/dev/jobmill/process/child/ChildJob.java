package dev.jobmill.process.child;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.TypeRef;
import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The handler's view of its run: what the worker said at the beginning, and a pipe to it. Once the
/// run has ended it says nothing any more, whatever threads the handler has left behind.
final class ChildJob implements JobContext {
  /// How often progress is sent at most; the latest is never lost.
  private static final long PROGRESS_NANOS = 100_000_000;

  private final Frame.Work work;
  private final FrameWriter frames;
  private final PayloadCodec codec;
  private final Calls calls;
  private final StopFlag stop = new StopFlag();
  private final long deadline;
  private final AtomicInteger lines = new AtomicInteger();
  private Frame.@Nullable Told heldBack;
  private long toldAt;
  private boolean ended;

  ChildJob(Frame.Work work, FrameWriter frames, PayloadCodec codec) {
    this.work = work;
    this.frames = frames;
    this.codec = codec;
    this.calls = new Calls(this::write, frames);
    long now = System.nanoTime();
    Duration remaining = work.remaining();
    this.deadline = remaining == null ? 0 : now + remaining.toNanos();
    this.toldAt = now - PROGRESS_NANOS;
  }

  Calls calls() {
    return calls;
  }

  /// The run begins on this thread.
  void begin() {
    stop.begin();
  }

  void stop(StopCause cause) {
    stop.raise(cause, id());
  }

  /// The run is over; the last progress goes first.
  void end() {
    synchronized (this) {
      tick(true);
      ended = true;
    }
    stop.end();
  }

  /// Sends progress that was held back, when it is time.
  void tick() {
    tick(false);
  }

  @Override
  public JobId id() {
    return JobId.parse(work.id());
  }

  @Override
  public String type() {
    return work.type();
  }

  @Override
  public String queue() {
    return work.queue();
  }

  @Override
  public int run() {
    return work.run();
  }

  @Override
  public int attempt() {
    return work.attempt();
  }

  @Override
  public Map<String, String> metadata() {
    return work.metadata();
  }

  @Override
  public Optional<String> requestId() {
    return Optional.ofNullable(work.requestId());
  }

  @Override
  public boolean isCancelled() {
    return stop.cause().isPresent();
  }

  @Override
  public Optional<StopCause> stopCause() {
    return stop.cause();
  }

  @Override
  public void onStop(Runnable action) {
    stop.add(action);
  }

  @Override
  public Optional<Duration> remaining() {
    return work.remaining() == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  @Override
  public void progress(double fraction, @Nullable String message) {
    Frame.Told told =
        new Frame.Told(
            Double.isFinite(fraction) ? fraction : 0,
            message == null ? null : ChildRun.readable(message));
    synchronized (this) {
      heldBack = told;
    }
    tick(false);
  }

  private synchronized void tick(boolean now) {
    Frame.Told told = heldBack;
    long time = System.nanoTime();
    if (told != null && (now || time - toldAt >= PROGRESS_NANOS)) {
      heldBack = null;
      toldAt = time;
      say(told);
    }
  }

  @Override
  public void log(LogLine.Level level, String message) {
    // One more than is kept makes the worker say that lines are missing.
    if (lines.get() <= LogLine.LINES_PER_RUN_MAX) {
      lines.incrementAndGet();
      String kept = message.substring(0, Math.min(message.length(), LogLine.MESSAGE_CHARS_MAX + 1));
      say(new Frame.Line(level, ChildRun.readable(kept)));
    }
  }

  @Override
  public List<JobId> after() {
    return work.after().stream().map(JobId::parse).toList();
  }

  @Override
  public <R> @Nullable R resultOf(JobType<?, R> type) {
    return results(type, true).getFirst();
  }

  @Override
  public <R> List<R> resultsOf(JobType<?, R> type) {
    return results(type, false).stream().map(Objects::requireNonNull).toList();
  }

  private <R> List<@Nullable R> results(JobType<?, R> type, boolean one) {
    List<String> names = new ArrayList<>(List.of(type.name()));
    names.addAll(type.aliases());
    List<@Nullable R> results = new ArrayList<>();
    try {
      calls.results(names, one, content -> results.add(decode(type, content)));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return results;
  }

  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  private <R> @Nullable R decode(JobType<?, R> type, @Nullable Content content) {
    return content == null ? null : (R) codec.decode(content, type.resultType());
  }

  @Override
  public void attach(String name, String mediaType, InputStream content) throws IOException {
    calls.attach(name, mediaType, content);
  }

  @Override
  public <T extends @Nullable Object> T step(
      String name, TypeRef<T> type, Callable<? extends T> body) {
    throw withoutSteps("step " + name);
  }

  @Override
  public void sleep(Duration time) {
    throw withoutSteps("sleep");
  }

  private NotRetryable withoutSteps(String what) {
    return new NotRetryable(
        what
            + ": jobs that run in a JVM of their own cannot have steps yet: handle type "
            + work.type()
            + " without isolation, or do its steps as jobs that come after one another");
  }

  /// Opens a call. Under the lock, so that none is opened behind the end of its run.
  private synchronized void write(Frame frame) throws IOException {
    if (ended) {
      throw new CancelledRun("the run of job " + work.id() + " is over");
    }
    frames.write(frame);
  }

  private synchronized void say(Frame frame) {
    if (ended) {
      return;
    }
    try {
      frames.write(frame);
    } catch (IOException gone) {
      throw new UncheckedIOException("the worker of this child JVM is gone", gone);
    }
  }
}
