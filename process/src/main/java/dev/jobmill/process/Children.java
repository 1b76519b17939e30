package dev.jobmill.process;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.RemoteFailure;
import dev.jobmill.job.RetryLater;
import dev.jobmill.job.Snooze;
import dev.jobmill.process.frame.Encoded;
import dev.jobmill.process.frame.Frame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The child JVMs of one [Isolation]. Give its [#handler]s to a mill, and this to
/// `JobmillBuilder.closing`. Thread-safe.
public final class Children implements AutoCloseable {
  private final ChildStart start;
  private final WarmChildren warm;
  private final Duration grace;
  private final PayloadCodec codec;

  Children(ChildStart start, WarmChildren warm, Duration grace, PayloadCodec codec) {
    this.start = start;
    this.warm = warm;
    this.grace = grace;
    this.codec = codec;
  }

  /// A handler that has each job of this type done in a child, by the handler that is registered
  /// there. When it returns or throws, the child is either at rest or gone, with all that it
  /// started.
  ///
  /// @param <P> the payload
  /// @param <R> the result
  public <P, R> JobHandler<P, R> handler(JobType<P, R> type) {
    return (job, payload) -> run(job, payload, type);
  }

  private <P, R> @Nullable R run(JobContext job, P payload, JobType<P, R> type)
      throws InterruptedException {
    job.checkCancelled();
    Encoded encoded = Encoded.of(codec.encode(payload));
    Child child = warm.take();
    if (child == null) {
      child = start.start();
    }
    Uninterrupted patience = new Uninterrupted();
    try {
      return result(run(job, encoded, child, patience), type);
    } finally {
      patience.restore();
    }
  }

  /// Returns when the child has gone on to rest or is gone.
  private Frame.End run(JobContext job, Encoded payload, Child child, Uninterrupted patience) {
    ChildCalls calls = new ChildCalls(job, child.frames());
    ChildTurn turn = new ChildTurn(job, calls);
    ChildTurn.Ending ending;
    try {
      job.onStop(turn::stop);
      child.begin(turn, work(job, payload, child.nextEndMark()), new JobLog(job));
      ending = turn.await(grace, () -> child.say(new Frame.Stop(cause(job))), patience);
    } catch (RuntimeException | Error beyond) {
      calls.abandon();
      child.end(false, patience);
      calls.join(patience);
      throw beyond;
    }
    calls.abandon();
    if (ending instanceof ChildTurn.Ending.Told(Frame.End end)) {
      boolean fit = end.fit() && !turn.stopped() && child.settle(patience);
      if (!fit) {
        child.end(false, patience);
      }
      calls.join(patience);
      if (fit) {
        warm.giveBack(child);
      }
      return end;
    }
    Child.End end = child.end(!(ending instanceof ChildTurn.Ending.Overdue), patience);
    calls.join(patience);
    throw failure(ending, end, turn.stopped(), job);
  }

  private static Frame.Work work(JobContext job, Encoded payload, String endMark) {
    return new Frame.Work(
        job.id().toString(),
        job.type(),
        job.queue(),
        job.run(),
        job.attempt(),
        job.metadata(),
        job.requestId().orElse(null),
        job.remaining().orElse(null),
        job.after().stream().map(JobId::toString).toList(),
        payload,
        endMark);
  }

  private static StopCause cause(JobContext job) {
    return job.stopCause().orElse(StopCause.STOPPING);
  }

  private RuntimeException failure(
      ChildTurn.Ending ending, Child.End end, boolean stopped, JobContext job) {
    if (stopped) {
      return new CancelledRun(
          "the run was stopped: "
              + cause(job).text()
              + (end.byItself()
                  ? "; its child JVM ended"
                  : "; its handler went on for "
                      + grace.toMillis()
                      + " ms, so its child JVM was killed"));
    }
    return switch (ending) {
      case ChildTurn.Ending.Unusable(String message) -> new NotRetryable(message);
      case ChildTurn.Ending.Lost(var why) when why != null && !end.byItself() ->
          new ChildDied(
              "the child JVM was killed since it could not be understood: " + why.getMessage(),
              why);
      default ->
          new ChildDied(
              ExitStatus.describe("the child JVM of the handler", end.status(), end.lastLine()),
              null);
    };
  }

  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  private <R> @Nullable R result(Frame.End end, JobType<?, R> type) {
    return switch (end) {
      case Frame.Done(Encoded result) ->
          result == null ? null : (R) codec.decode(result.content(), type.resultType());
      case Frame.Threw threw -> throw thrown(threw);
    };
  }

  private static RuntimeException thrown(Frame.Threw threw) {
    RemoteFailure cause = new RemoteFailure(threw.failure());
    String message = threw.failure().message();
    Duration delay = threw.delay() == null ? Duration.ZERO : threw.delay();
    return switch (threw.next()) {
      case BY_POLICY -> cause;
      case NOT_RETRYABLE -> new NotRetryable(message, cause);
      case LATER -> new RetryLater(delay, message, cause);
      case SNOOZE -> new Snooze(delay, message);
      case STOPPED -> new CancelledRun(message, cause);
    };
  }

  /// Ends the children that have no job; those that have one end after it.
  @Override
  public void close() {
    warm.close();
  }
}
