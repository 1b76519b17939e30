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
