package dev.jobmill.job;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The way in for whoever submits and looks at jobs; it starts no worker. Thread-safe; every method
/// blocks until the store has answered, and throws [StoreUnavailable] when it cannot.
public interface JobClient {
  /// Submits one job. When this returns, the job is durable.
  ///
  /// @throws InvalidRequest when the request can never be taken
  /// @throws JobRejected when it is refused as things stand
  <P, R> JobHandle<R> submit(JobRequest<P, R> request);

  /// Submits one job with the type's defaults.
  default <P, R> JobHandle<R> submit(JobType<P, R> type, P payload) {
    return submit(JobRequest.of(type, payload));
  }

  /// Submits one job: `mill.submit(TYPE, payload, with -> with.priority(HIGH))`.
  default <P, R> JobHandle<R> submit(
      JobType<P, R> type, P payload, UnaryOperator<JobRequest<P, R>> options) {
    return submit(options.apply(JobRequest.of(type, payload)));
  }

  /// Submits many jobs at the price of few commits. The jobs of one queue are taken all or none in
  /// slices of at most 1 000; the answers stand in the order of the requests.
  ///
  /// @throws InvalidRequest when one of the requests can never be taken: then none is submitted
  /// @throws OutcomeUnknown when the store went away in the middle: it names the ids of all, with
  ///   which they can be submitted again
  <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests);

  /// Submits jobs that run one after the other: each comes after the one before it, and is
  /// cancelled when that does not complete. Taken all or none when all are of one queue; else one
  /// by one, in order.
  ///
  /// @param requests 1 to 1 000
  /// @return a handle for each, in order
  /// @throws JobRejected when one is refused as things stand; of different queues, the message says
  ///   which were taken in before
  /// @throws OutcomeUnknown as of [#submitAll]
  List<JobHandle<?>> chain(List<JobRequest<?, ?>> requests);

  /// The same for requests that are written one after the other: `chain(a, b, c)`.
  default List<JobHandle<?>> chain(JobRequest<?, ?>... requests) {
    return chain(List.of(requests));
  }

  /// The job of this id; empty when the store does not know it (any more).
  Optional<Job> find(JobId id);

  /// A handle to a job that was submitted earlier or elsewhere.
  <R> JobHandle<R> handle(JobId id, JobType<?, R> type);

  /// Jobs, newest first.
  ///
  /// @param before only jobs older than this id: the last one of the page before; null for the
  ///   first page
  /// @param limit 1 to 1 000
  List<Job> list(JobFilter filter, @Nullable JobId before, int limit);

  /// Asks for a job to be cancelled.
  ///
  /// @param by who asks, for the job's events
  /// @return the state that it is in afterwards (see [JobHandle#cancel()]); empty when the store
  ///   does not know it
  Optional<JobState> cancel(JobId id, String by);

  /// Puts an ended job back into its queue, attempts counted anew, as an explicit act of a person.
  ///
  /// @param by who asks, for the job's events
  /// @return the state that it is in afterwards: `QUEUED`, or unchanged when it has not ended;
  ///   empty when the store does not know it
  /// @throws JobRejected when another job holds its unique key
  Optional<JobState> retry(JobId id, String by);

  /// Forgets an ended job, with its attempts, log, result and attachments.
  ///
  /// @param by who asks
  /// @return the state that it was in: one that is no end means that nothing was changed; empty
  ///   when the store does not know it
  /// @throws JobRejected when jobs that come after it have not ended
  Optional<JobState> delete(JobId id, String by);

  /// Gives a waiting job another priority.
  ///
  /// @param by who asks, for the job's events
  /// @return the state that it is in afterwards: one that is not waiting means that nothing was
  ///   changed; empty when the store does not know it
  Optional<JobState> prioritise(JobId id, Priority priority, String by);

  /// Gives a waiting job another time before which it does not run.
  ///
  /// @param by who asks, for the job's events
  /// @return as of [#prioritise]
  Optional<JobState> reschedule(JobId id, Due due, String by);

  /// How many jobs a filter finds: what the three below would look at.
  long count(JobFilter filter);

  /// Cancels every job that a filter finds and that is not at its end. Jobs that come in meanwhile
  /// are left alone.
  ///
  /// @param by who asks, for the jobs' events
  BulkResult cancelAll(JobFilter filter, String by);

  /// Retries every ended job that a filter finds; one whose unique key is taken stays as it is.
  ///
  /// @param by who asks, for the jobs' events
  BulkResult retryAll(JobFilter filter, String by);

  /// Forgets every ended job that a filter finds; one that others still come after stays.
  ///
  /// @param by who asks
  BulkResult deleteAll(JobFilter filter, String by);

  /// The content of an attachment; empty when the job has none of this name. The stream reads from
  /// the store as it goes and must be closed; it ends in an [java.io.IOException] when the
  /// attachment is deleted or replaced meanwhile, or the store cannot be used.
  Optional<InputStream> attachment(JobId id, String name);

  /// The jobs that are made by themselves, again and again.
  RecurringJobs schedules();
}
