package dev.jobmill.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What a handler is given beside its payload: who it is, whether it is still wanted, and ways to
/// tell how it goes. Valid during its run; thread-safe, so that a handler may hand it to threads of
/// its own.
public interface JobContext {
  /// The job's id.
  JobId id();

  /// The name of its type.
  String type();

  /// Its queue.
  String queue();

  /// Which claim of the job this is, from 1. It only rises: give it to outside systems as a fencing
  /// token.
  int run();

  /// Which attempt of the retry policy this is, from 1.
  int attempt();

  /// What the submitter kept with the job.
  Map<String, String> metadata();

  /// The request that caused the job.
  Optional<String> requestId();

  /// Whether the run shall end: cancelled, out of time, its worker stopping, or its lease lost.
  boolean isCancelled();

  /// Why it shall end; empty while it is wanted.
  Optional<StopCause> stopCause();

  /// Throws when the run shall end: the shortest way to be cancellable inside a loop.
  ///
  /// @throws CancelledRun when it shall
  default void checkCancelled() {
    Optional<StopCause> cause = stopCause();
    if (cause.isPresent()) {
      throw new CancelledRun("the run was stopped: " + cause.get().text());
    }
  }

  /// Runs `action` once when the run is asked to end, on another thread, or at once on this thread
  /// when it already is. For work that neither interruption nor polling reaches. The action must be
  /// short and must not block.
  void onStop(Runnable action);

  /// The time left before the time limit; empty without one.
  Optional<Duration> remaining();

  /// Tells how far the run has come, 0 to 1. Cheap: call it as often as you like, the store hears
  /// of it a few times a second.
  default void progress(double fraction) {
    progress(fraction, null);
  }

  /// The same, with what it is doing.
  void progress(double fraction, @Nullable String message);

  /// Writes a line into the job's log. Lines after the first 10 000 of a run are dropped, and a
  /// last line says so.
  void log(LogLine.Level level, String message);

  /// Writes a line of level `info` into the job's log.
  default void log(String message) {
    log(LogLine.Level.INFO, message);
  }

  /// The jobs that this one came after, in the order in which they were named.
  List<JobId> after();

  /// The result of the one job of this type that this one came after; null when that gave none, or
  /// did not complete and the dependency's rule was to run anyway.
  ///
  /// @throws InvalidRequest when it came after no job of this type, or after several
  <R> @Nullable R resultOf(JobType<?, R> type);

  /// The results of the completed jobs of this type that this one came after, in the order in which
  /// they were named; those that gave none are left out.
  <R> List<R> resultsOf(JobType<?, R> type);

  /// Keeps a large output with the job: see [Attachment]. One of the same name is replaced.
  ///
  /// @param name 1 to 128 characters of a name
  /// @throws InvalidRequest when it is too long, has no name, or is one too many
  /// @throws CancelledRun when the run has lost its job
  default void attach(String name, String mediaType, byte[] content) {
    try {
      attach(name, mediaType, new ByteArrayInputStream(content));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// The same for one that is not in memory: `content` is read to its end, not closed, and written
  /// in pieces. Several threads may write attachments of different names at the same time.
  ///
  /// @throws IOException when `content` cannot be read
  /// @throws StoreUnavailable when the store goes away meanwhile: what was written is not shown
  void attach(String name, String mediaType, InputStream content) throws IOException;

  /// Makes a piece of this handler's work fit for another thread, such as an executor's: there,
  /// [#current()] gives this context, and log lines say what they say on the thread that calls this
  /// (MDC). The other thread is left as it was. A stop of the run does not interrupt it: let it ask
  /// [#isCancelled()], or cancel its future in [#onStop].
  default Runnable wrap(Runnable body) {
    CarriedContext carried = new CarriedContext(this);
    return () -> carried.run(body);
  }

  /// The same for work that gives something.
  default <T> Callable<T> wrap(Callable<T> body) {
    CarriedContext carried = new CarriedContext(this);
    return () -> carried.call(body);
  }

  /// The job whose handler runs on this thread, or whose work was handed to it with [#wrap]; empty
  /// elsewhere. For code deep below a handler that cannot be given the context.
  static Optional<JobContext> current() {
    return CarriedContext.CURRENT.isBound()
        ? Optional.of(CarriedContext.CURRENT.get())
        : Optional.empty();
  }

  /// Calls `body` with `job` as its current job: for whoever calls handlers without a worker, such
  /// as a test.
  ///
  /// @return what it gave
  /// @throws X what it threw
  static <T extends @Nullable Object, X extends Throwable> T within(
      JobContext job, ScopedValue.CallableOp<? extends T, X> body) throws X {
    return ScopedValue.where(CarriedContext.CURRENT, job).<T, X>call(body);
  }

  /// Does a part of the work once for the whole job. When a run of the job has done it before, its
  /// result is given and `body` is not called: after a crash, a retry, a snooze, or a retry by
  /// hand. The result is durable when this returns.
  ///
  /// What `body` throws passes through and keeps nothing, so the next run tries again. A run that
  /// dies after `body` has taken effect and before the result is kept does so as well: give outside
  /// systems [#id()] and `name` as an idempotency key. The result is given as it is read back from
  /// the store, the first time as well, so that no run sees anything else.
  ///
  /// @param name 1 to 128 characters of a name, each once in a run. It is what a later run finds
  ///   the result by: keep it when you change the code around it, and change it when the step does
  ///   another thing. One in a loop has the item in its name
  /// @param type what the result is read as
  /// @param body may be called on the thread that calls this, and use this context; its result is
  ///   at most 256 KiB as encoded
  /// @return what `body` gave, now or in an earlier run
  /// @throws Exception what `body` throws
  /// @throws InvalidRequest when the name is used twice, or the job has 1 000 steps already
  /// @throws NotRetryable when the result cannot be kept or read back: `body` was called, and
  ///   another attempt would call it again
  /// @throws CancelledRun when the run shall end, before `body` is called; or it has lost its job
  default <T extends @Nullable Object> T step(
      String name, Class<T> type, Callable<? extends T> body) throws Exception {
    return step(name, TypeRef.of(type), body);
  }

  /// The same for types with arguments, such as `new TypeRef<List<Invoice>>() {}`.
  ///
  /// @throws Exception what `body` throws
  <T extends @Nullable Object> T step(String name, TypeRef<T> type, Callable<? extends T> body)
      throws Exception;

  /// The same for a part that gives nothing.
  ///
  /// @throws Exception what `body` throws
  default void step(String name, StepAction body) throws Exception {
    step(
        name,
        TypeRef.of(Void.class),
        () -> {
          body.run();
          return null;
        });
  }

  /// Goes on after this time and gives the slot away until then: the run ends, and the job runs
  /// again when the time is over, passes the steps that are done and comes by here. No attempt is
  /// charged. The time counts from the first call: a job that runs again earlier, for example
  /// because it was rescheduled, sleeps for what is left, and one that comes later goes straight
  /// on.
  ///
  /// Everything before it that is not in a step is done again. The n-th call of a run stands for
  /// the n-th sleep of the job, so calls must not depend on what changes between runs. Not within a
  /// step.
  ///
  /// @param time zero to 36 500 days
  /// @throws Snooze which handlers let pass through
  /// @throws InvalidRequest within a step, or when the job has 1 000 steps and sleeps already
  /// @throws CancelledRun when the run shall end, or has lost its job
  void sleep(Duration time);

  /// A step that gives nothing.
  @FunctionalInterface
  interface StepAction {
    /// Does it.
    ///
    /// @throws Exception any error: the step is not done
    void run() throws Exception;
  }

  /// Why a run shall end.
  enum StopCause {
    /// A person cancelled the job.
    CANCELLED("its job was cancelled"),
    /// The time limit of the attempt has passed.
    TIMEOUT("its time limit passed"),
    /// The worker stops; the job will run again elsewhere, unless it runs at most once.
    STOPPING("its worker is stopping"),
    /// The run has lost its lease; whatever it does has no effect on the job any more.
    LEASE_LOST("its lease is lost");

    private final String text;

    StopCause(String text) {
      this.text = text;
    }

    /// The cause for a person to read.
    public String text() {
      return text;
    }
  }
}
