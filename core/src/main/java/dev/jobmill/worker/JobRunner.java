package dev.jobmill.worker;

import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Snooze;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs one attempt of a job on a thread of its own: reads the payload, calls the handler, and
/// turns what happens into an outcome.
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  /// The largest result, in bytes as encoded.
  static final int RESULT_BYTES_MAX = 256 * 1024;

  private final WorkerSettings settings;
  private final Handlers handlers;
  private final Seats seats;
  private final Map<RunKey, ActiveRun> runs;
  private final Contexts contexts;
  private final Reporter reporter;
  private final TimeLimits limits;
  private final RunNotices notices;
  private final RunTrace trace = RunTrace.ofThisJvm();
  private final RunThreads threads;
  private final Set<JobKey> givenBack = ConcurrentHashMap.newKeySet();

  JobRunner(
      WorkerSettings settings,
      Handlers handlers,
      Seats seats,
      Map<RunKey, ActiveRun> runs,
      Contexts contexts,
      Reporter reporter,
      TimeLimits limits,
      RunNotices notices,
      RunThreads threads) {
    this.threads = threads;
    this.settings = settings;
    this.handlers = handlers;
    this.seats = seats;
    this.runs = runs;
    this.contexts = contexts;
    this.reporter = reporter;
    this.limits = limits;
    this.notices = notices;
  }

  /// Starts a claimed job. Takes a slot, which is given back when the handler's thread is done.
  void start(Job job, Pool pool) {
    Handlers.Registered<?, ?> handler = handlers.of(job.type());
    if (handler == null) {
      throw new IllegalStateException("bug: the store gave a job of type " + job.type());
    }
    ActiveRun run =
        new ActiveRun(
            job,
            timeLimit(job).map(limit -> settings.time().nanoTime() + limit.toNanos()).orElse(null),
            threads);
    seats.take(run, pool);
    runs.put(run.key(), run);
    limits.watch(run);
    try {
      notices.started(job);
      threads.start(job, isPlatform(pool, handler), () -> run(run, handler));
    } catch (OutOfMemoryError noThread) {
      // The system has no thread left: the job runs again, here or elsewhere, and is not charged.
      LOG.warn("job {} could not be given a thread and goes back", job.id(), noThread);
      limits.forget(run);
      if (run.handlerDone()) {
        tell(run, null);
      }
      seats.leave(run);
    }
  }

  private static boolean isPlatform(Pool pool, Handlers.Registered<?, ?> handler) {
    return switch (pool.settings().threads()) {
      case PLATFORM -> true;
      case VIRTUAL -> false;
      case BY_TYPE -> handler.type().runsOnPlatformThreads();
    };
  }

  /// The jobs that were given back, which happens only while the worker stops.
  Set<JobKey> givenBack() {
    return givenBack;
  }

  private Optional<Duration> timeLimit(Job job) {
    return job.timeout().or(() -> Optional.ofNullable(settings.processingTimeout()));
  }

  private void run(ActiveRun run, Handlers.Registered<?, ?> handler) {
    try {
      RunTrace.Span span = trace.begin(run.job());
      run.begin();
      @Nullable Outcome outcome = certainOutcomeOf(run, handler);
      boolean mayDecide = run.handlerDone();
      span.end(outcome, run.stopCause());
      limits.forget(run);
      if (mayDecide) {
        tell(run, outcome);
      }
    } finally {
      seats.leave(run);
      MDC.clear();
    }
  }

  /// Every line that is logged on the handler's thread says for which job.
  private static void nameLogs(Job job) {
    MDC.put("jobId", job.id().toString());
    MDC.put("jobType", job.type());
    MDC.put("attempt", Integer.toString(job.attempt()));
    MDC.put("queue", job.queue());
    job.requestId().ifPresent(id -> MDC.put("requestId", id));
  }

  /// A run without an outcome would be renewed for ever, so there is one whatever user code does,
  /// such as an exception whose message throws.
  private @Nullable Outcome certainOutcomeOf(ActiveRun run, Handlers.Registered<?, ?> handler) {
    try {
      nameLogs(run.job());
      return outcomeOf(run, handler);
    } catch (Throwable beyond) {
      return new Outcome.Failed(
          Failure.of("Unexpected", beyond.getClass().getName() + " while the error was told"),
          null);
    }
  }

  /// @return null when the run is to be given back
  private <P, R> @Nullable Outcome outcomeOf(ActiveRun run, Handlers.Registered<P, R> handler) {
    P payload;
    try {
      payload = PayloadReader.read(run.job(), handler.type(), settings.codec());
    } catch (RuntimeException | StackOverflowError | LinkageError unreadable) {
      if (run.stopCause() != null) {
        // What was interrupted says nothing about the payload.
        return afterError(run, handler, unreadable);
      }
      return new Outcome.Failed(Failure.of(unreadable), Reason.REJECTED_PAYLOAD);
    }
    try {
      run.beginHandler();
      RunContext context = contexts.of(run);
      R result = JobContext.within(context, () -> handler.handler().handle(context, payload));
      return completed(result);
    } catch (Throwable thrown) {
      // Whatever user code throws, Errors included, is the job's failure and not the worker's.
      return afterError(run, handler, thrown);
    }
  }

  private Outcome completed(@Nullable Object result) {
    if (result == null) {
      return new Outcome.Completed(null);
    }
    Content content = settings.codec().encode(result);
    if (content.size() > RESULT_BYTES_MAX) {
      String message =
          "the result of " + content.size() + " bytes is larger than " + RESULT_BYTES_MAX;
      return new Outcome.Failed(Failure.of("ResultTooLarge", message), Reason.RESULT_TOO_LARGE);
    }
    return new Outcome.Completed(content);
  }

  private @Nullable Outcome afterError(
      ActiveRun run, Handlers.Registered<?, ?> handler, Throwable thrown) {
    StopCause cause = run.stopCause();
    if (cause == null) {
      return OutcomePolicy.afterError(
          run.job(), thrown, handler.type().retry(), settings.chance().nextDouble());
    }
    return switch (cause) {
      case STOPPING ->
          // It said itself that it has nothing to do yet, so it has done nothing.
          thrown instanceof Snooze snooze
              ? new Outcome.Snoozed(snooze.delay())
              : OutcomePolicy.afterStop(run.job(), run.handlerBegan());
      case LEASE_LOST -> null;
      case CANCELLED -> OutcomePolicy.afterCancel(thrown, run.stackAtStop());
      case TIMEOUT -> afterTimeout(run);
    };
  }

  private Outcome afterTimeout(ActiveRun run) {
    Duration limit = timeLimit(run.job()).orElse(Duration.ZERO);
    return OutcomePolicy.afterTimeout(
        run.job(), limit, run.stackAtStop(), settings.chance().nextDouble());
  }

  /// A run went on after it was told to stop: its outcome is decided without it. Its thread keeps
  /// its slot until it really ends, and can write nothing any more.
  void giveUp(ActiveRun run) {
    if (!run.decide()) {
      return;
    }
    LOG.warn("job {} goes on although it was told to stop: its slot stays taken", run.job().id());
    if (run.stopCause() != StopCause.STOPPING) {
      seats.stick(run);
    }
    tell(
        run,
        switch (run.stopCause()) {
          case CANCELLED -> OutcomePolicy.afterIgnoredCancel(run.stackAtStop());
          case TIMEOUT -> afterTimeout(run);
          case STOPPING -> OutcomePolicy.afterStop(run.job(), run.handlerBegan());
          case LEASE_LOST -> null;
          case null -> null;
        });
  }

  private void tell(ActiveRun run, @Nullable Outcome outcome) {
    if (run.stopCause() == StopCause.LEASE_LOST) {
      reporter.drop(run);
    } else if (outcome == null) {
      givenBack.add(run.key().job());
      reporter.release(run);
    } else {
      reporter.report(run, outcome);
    }
  }
}
