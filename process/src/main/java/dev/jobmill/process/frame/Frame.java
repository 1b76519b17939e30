package dev.jobmill.process.frame;

import dev.jobmill.job.Failure;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that is said. A child runs one job at a time, so most frames need not name theirs.
///
/// A handler that wants something of its job opens a *call*, with a number of its own. What is said
/// about it bears this number, up to the [Answer] that ends it.
public sealed interface Frame {
  /// Changes with the form of any frame: the two ends may have been loaded from different jars.
  int VERSION = 1;

  // What the worker says.

  /// A job to run.
  ///
  /// @param id of the job
  /// @param type of the job
  /// @param queue of the job
  /// @param run which claim this is
  /// @param attempt which attempt this is
  /// @param metadata what the submitter kept
  /// @param requestId what caused the job, null for nothing
  /// @param remaining until its time limit, null for none
  /// @param after the jobs that it came after
  /// @param payload in the version of the worker's type
  /// @param endMark a line that the child prints to standard error behind all that the run printed
  record Work(
      String id,
      String type,
      String queue,
      int run,
      int attempt,
      Map<String, String> metadata,
      @Nullable String requestId,
      @Nullable Duration remaining,
      List<String> after,
      Encoded payload,
      String endMark)
      implements Frame {}

  /// The run shall end.
  ///
  /// @param cause why
  record Stop(JobContext.StopCause cause) implements Frame {}

  /// The next piece of an attachment is wanted.
  ///
  /// @param call that attaches
  record Pull(long call) implements Frame {}

  /// One of the results that were asked for.
  ///
  /// @param call that asked
  /// @param content the result, null for none
  record Part(long call, @Nullable Encoded content) implements Frame {}

  /// A call is over.
  ///
  /// @param call which
  /// @param refusal why it failed, null when it did not
  record Answer(long call, @Nullable Refusal refusal) implements Frame {}

  // What the child says.

  /// The handlers are loaded. The first frame of a child.
  ///
  /// @param version which frames it speaks
  record Ready(int version) implements Frame {}

  /// The handlers cannot be loaded; the child ends.
  ///
  /// @param message why, and the mend
  record Unusable(String message) implements Frame {}

  /// How far the run has come.
  ///
  /// @param fraction 0 to 1
  /// @param message what it is doing, null when it has not said
  record Told(double fraction, @Nullable String message) implements Frame {}

  /// A line for the job's log.
  ///
  /// @param level how important
  /// @param message the line
  record Line(LogLine.Level level, String message) implements Frame {}

  /// The results of jobs that this one came after are wanted.
  ///
  /// @param call a new call
  /// @param types the name of their type, and the former ones
  /// @param one whether there must be exactly one such job
  record AskResults(long call, List<String> types, boolean one) implements Frame {}

  /// An attachment is to be kept.
  ///
  /// @param call a new call
  /// @param name what it is asked for by
  /// @param mediaType what it is
  record Attach(long call, String name, String mediaType) implements Frame {}

  /// The piece that was pulled.
  ///
  /// @param call that attaches
  /// @param bytes the piece; empty only at the end
  /// @param last whether it is the last
  // An array, since Jackson writes one as base64; nobody compares these.
  @SuppressWarnings("ArrayRecordComponent")
  record Piece(long call, byte[] bytes, boolean last) implements Frame {}

  /// What should be attached cannot be read.
  ///
  /// @param call that attaches
  /// @param message why
  record Unreadable(long call, String message) implements Frame {}

  /// How a run ended; the last frame of each.
  sealed interface End extends Frame {
    /// Whether another run may follow in the same child.
    boolean fit();
  }

  /// The handler returned.
  ///
  /// @param result what it returned, null for nothing
  record Done(@Nullable Encoded result) implements End {
    @Override
    public boolean fit() {
      return true;
    }
  }

  /// The handler threw.
  ///
  /// @param failure what
  /// @param next what it wants to happen
  /// @param delay until that, null where it names none
  /// @param worn whether what it threw leaves doubt about the child
  record Threw(Failure failure, Next next, @Nullable Duration delay, boolean worn) implements End {
    @Override
    public boolean fit() {
      return !worn;
    }
  }

  /// What a handler that threw wants to happen.
  enum Next {
    /// Whatever the job's policy says.
    BY_POLICY,
    /// No further attempt.
    NOT_RETRYABLE,
    /// Another attempt after the delay.
    LATER,
    /// The same attempt after the delay.
    SNOOZE,
    /// Nothing: the run was stopped.
    STOPPED
  }
}
