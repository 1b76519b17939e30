package dev.jobmill.job;

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
  <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests);

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
  Optional<JobState> retry(JobId id, String by);
}
