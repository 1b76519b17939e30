package dev.jobmill.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that has happened to a job and that this process caused or saw: what its client
/// submits and what people do to jobs with it, and what becomes of the runs of its worker, once the
/// store has taken it. Notices of one job come in the order in which things happened.
///
/// Not told is what the store does by itself or other processes do: a due time that comes, a
/// deadline that passes, a job that is cancelled because of another. Notices are no record: they
/// are lost with the process, and dropped when listeners are too slow. Later versions may tell of
/// more: have a `default` branch.
public sealed interface JobNotice {
  /// Whom it is about.
  Subject job();

  /// When it was noticed, by this process's clock.
  Instant at();

  /// Whom a notice is about.
  ///
  /// @param id the job
  /// @param type the name of its type
  /// @param queue its queue
  /// @param run its latest run when it was noticed; 0 when it had not run
  /// @param attempt the attempt of that run; 0 when it had not run
  record Subject(JobId id, String type, String queue, int run, int attempt) {
    /// The job as it is.
    public static Subject of(Job job) {
      return new Subject(job.id(), job.type(), job.queue(), job.run(), job.attempt());
    }
  }

  /// It was taken in. Duplicates are not told.
  ///
  /// @param job whom it is about
  /// @param at when
  record Submitted(Subject job, Instant at) implements JobNotice {}

  /// A run begins here.
  ///
  /// @param job whom it is about
  /// @param at when
  record Started(Subject job, Instant at) implements JobNotice {}

  /// Its run completed, and so did the job.
  ///
  /// @param job whom it is about
  /// @param at when
  record Completed(Subject job, Instant at) implements JobNotice {}

  /// Its run failed and there is no other attempt.
  ///
  /// @param job whom it is about
  /// @param at when
  /// @param error what went wrong
  /// @param reason why there is none, where it is not that they are used up
  record Failed(Subject job, Instant at, Failure error, @Nullable Reason reason)
      implements JobNotice {}

  /// Its run went over its time limit and there is no other attempt.
  ///
  /// @param job whom it is about
  /// @param at when
  /// @param error what is shown
  record TimedOut(Subject job, Instant at, Failure error) implements JobNotice {}

  /// Its run failed and there is another attempt.
  ///
  /// @param job whom it is about
  /// @param at when
  /// @param error what went wrong
  /// @param timedOut whether it went over its time limit
  /// @param delay the wait before the next attempt
  record Retrying(Subject job, Instant at, Failure error, boolean timedOut, Duration delay)
      implements JobNotice {}

  /// Its handler had nothing to do yet.
  ///
  /// @param job whom it is about
  /// @param at when
  /// @param delay the wait before the next run
  record Snoozed(Subject job, Instant at, Duration delay) implements JobNotice {}

  /// Its run was given back, because the worker stops: the job is queued again.
  ///
  /// @param job whom it is about
  /// @param at when
  record GivenBack(Subject job, Instant at) implements JobNotice {}

  /// Its run had lost its lease: what it did had no effect on the job, which others run by now.
  ///
  /// @param job whom it is about
  /// @param at when
  record Lost(Subject job, Instant at) implements JobNotice {}

  /// It was cancelled while it runs: its run here is told to stop; or it runs elsewhere, and was
  /// cancelled through this process. Not told of a run that ended before it heard of it.
  ///
  /// @param job whom it is about
  /// @param at when
  record Cancelling(Subject job, Instant at) implements JobNotice {}

  /// It ended as cancelled: while it waited, by this process; or its run here has ended.
  ///
  /// @param job whom it is about
  /// @param at when
  record Cancelled(Subject job, Instant at) implements JobNotice {}

  /// It had ended and was put back into its queue by a person, through this process.
  ///
  /// @param job whom it is about
  /// @param at when
  record Requeued(Subject job, Instant at) implements JobNotice {}

  /// It was forgotten at the wish of a person, through this process.
  ///
  /// @param job whom it is about
  /// @param at when
  record Deleted(Subject job, Instant at) implements JobNotice {}
}
