package dev.jobmill.process.child;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryLater;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import dev.jobmill.process.frame.Encoded;
import dev.jobmill.process.frame.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One run of a handler, and what it comes to.
final class ChildRun {
  /// Results up to this go to the worker, which has a stricter limit and a reason for it.
  private static final int RESULT_BYTES_MAX = 2 * 1024 * 1024;

  private final Frame.Work work;
  private final ChildJob job;
  private final LoadedHandlers handlers;

  ChildRun(Frame.Work work, ChildJob job, LoadedHandlers handlers) {
    this.work = work;
    this.job = job;
    this.handlers = handlers;
  }

  ChildJob job() {
    return job;
  }

  /// Asks the handler to end. From another thread.
  void stop(StopCause cause) {
    job.stop(cause);
  }

  /// Runs the handler on this thread.
  Frame.End result() {
    LoadedHandlers.Entry<?, ?> entry = handlers.of(work.type());
    if (entry == null) {
      return certainly(
          new NotRetryable(
              handlers.source()
                  + " registers no handler of job type "
                  + work.type()
                  + " in the child JVM: register it there"),
          RetryPolicy.STANDARD);
    }
    try {
      job.begin();
      return done(run(entry));
    } catch (Throwable thrown) {
      // Whatever user code throws, Errors included, is the job's failure.
      job.end();
      return certainly(thrown, entry.type().retry());
    } finally {
      job.end();
    }
  }

  @SuppressWarnings("unchecked") // the types were checked when the JobType was made
  private <P, R> @Nullable R run(LoadedHandlers.Entry<P, R> entry) throws Exception {
    P payload = (P) handlers.codec().decode(work.payload().content(), entry.type().payloadType());
    if (payload == null) {
      throw new NotRetryable("the payload of job " + work.id() + " is null: give it one");
    }
    return entry.handler().handle(job, payload);
  }

  private Frame.End done(@Nullable Object result) {
    job.end();
    if (result == null) {
      return new Frame.Done(null);
    }
    Content content = handlers.codec().encode(result);
    if (content.size() > RESULT_BYTES_MAX) {
      return new Frame.Threw(
          Failure.of(
              "ResultTooLarge",
              "the result of " + content.size() + " bytes is too large: keep it as an attachment"),
          Frame.Next.NOT_RETRYABLE,
          null,
          false);
    }
    return new Frame.Done(Encoded.of(content));
  }

  /// A run without an end would keep its child for ever, so there is one even where the exception's
  /// own message throws.
  private Frame.End certainly(Throwable thrown, RetryPolicy policy) {
    try {
      return failed(thrown, policy);
    } catch (Throwable beyond) {
      return new Frame.Threw(
          Failure.of("Unexpected", beyond.getClass().getName() + " while the error was told"),
          Frame.Next.BY_POLICY,
          null,
          true);
    }
  }

  private Frame.End failed(Throwable thrown, RetryPolicy policy) {
    Frame.Next next =
        switch (thrown) {
          case Snooze snooze -> Frame.Next.SNOOZE;
          case RetryLater later ->
              policy.retries(thrown) ? Frame.Next.LATER : Frame.Next.NOT_RETRYABLE;
          case CancelledRun cancelled when job.isCancelled() -> Frame.Next.STOPPED;
          case InterruptedException stop when job.isCancelled() -> Frame.Next.STOPPED;
          case NotRetryable never -> Frame.Next.NOT_RETRYABLE;
          default -> policy.retries(thrown) ? Frame.Next.BY_POLICY : Frame.Next.NOT_RETRYABLE;
        };
    Duration delay =
        switch (thrown) {
          case Snooze snooze -> snooze.delay();
          case RetryLater later -> later.delay();
          default -> null;
        };
    return new Frame.Threw(readable(failure(thrown)), next, delay, thrown instanceof Error);
  }

  /// A plain [NotRetryable] that wraps something is only its messenger.
  private static Failure failure(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return Failure.of(thrown.getClass() == NotRetryable.class && cause != null ? cause : thrown);
  }

  private static Failure readable(Failure failure) {
    String stack = failure.stack();
    return new Failure(
        readable(failure.kind()),
        readable(failure.message()),
        stack == null ? null : readable(stack));
  }

  /// Half a surrogate pair cannot be written in UTF-8.
  static String readable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
