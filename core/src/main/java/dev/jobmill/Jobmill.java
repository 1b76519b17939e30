package dev.jobmill;

import dev.jobmill.client.StoreClient;
import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Priority;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import dev.jobmill.wire.JsonCodec;
import dev.jobmill.worker.SteppedWorker;
import dev.jobmill.worker.Worker;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jobs in your application: a store, the handlers of your job types, and the client that submits.
///
/// ```java
/// try (Jobmill mill = Jobmill.open(MemoryJobStore.create())
///     .handle(GREET, (job, name) -> "Hello, " + name)
///     .start()) {
///   String greeting = mill.submit(GREET, "Ada").result(Duration.ofSeconds(10));
/// }
/// ```
///
/// Thread-safe. No port is opened, and no thread is left behind after [#close()].
public final class Jobmill implements JobClient, AutoCloseable {
  /// How long running jobs may go on when the mill is closed; then they are interrupted.
  public static final Duration STOP_SOFT = Duration.ofSeconds(20);

  /// How long interrupted jobs may take to end; then they are given back.
  public static final Duration STOP_HARD = Duration.ofSeconds(5);

  private final JobStore store;
  private final StoreClient client;
  private final Worker worker;
  private final Notices notices;
  private final Belongings belongings;
  private final @Nullable SteppedWorker stepped;

  Jobmill(
      JobStore store,
      StoreClient client,
      Worker worker,
      Notices notices,
      Belongings belongings,
      @Nullable SteppedWorker stepped) {
    this.stepped = stepped;
    this.store = store;
    this.client = client;
    this.worker = worker;
    this.notices = notices;
    this.belongings = belongings;
  }

  /// Begins with a store, which the mill takes over: it is closed with it.
  public static JobmillBuilder open(JobStore store) {
    return new JobmillBuilder(store);
  }

  /// A client for a process that only submits and looks: make one and keep it. It does not take the
  /// store over.
  public static JobClient clientOf(JobStore store) {
    return clientOf(store, new JsonCodec());
  }

  /// The same with a codec of your own.
  public static JobClient clientOf(JobStore store, PayloadCodec codec) {
    TimeSource time = SystemTime.SYSTEM;
    return new StoreClient(store, codec, new JobIds(time, Chance.system()), time);
  }

  @Override
  public <P, R> JobHandle<R> submit(JobRequest<P, R> request) {
    return client.submit(request);
  }

  @Override
  public <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests) {
    return client.submitAll(requests);
  }

  @Override
  public Optional<Job> find(JobId id) {
    return client.find(id);
  }

  @Override
  public <R> JobHandle<R> handle(JobId id, JobType<?, R> type) {
    return client.handle(id, type);
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return client.list(filter, before, limit);
  }

  @Override
  public Optional<JobState> cancel(JobId id, String by) {
    return client.cancel(id, by);
  }

  @Override
  public Optional<JobState> retry(JobId id, String by) {
    return client.retry(id, by);
  }

  @Override
  public List<JobHandle<?>> chain(List<JobRequest<?, ?>> requests) {
    return client.chain(requests);
  }

  @Override
  public Optional<JobState> delete(JobId id, String by) {
    return client.delete(id, by);
  }

  @Override
  public Optional<JobState> prioritise(JobId id, Priority priority, String by) {
    return client.prioritise(id, priority, by);
  }

  @Override
  public Optional<JobState> reschedule(JobId id, Due due, String by) {
    return client.reschedule(id, due, by);
  }

  @Override
  public long count(JobFilter filter) {
    return client.count(filter);
  }

  @Override
  public BulkResult cancelAll(JobFilter filter, String by) {
    return client.cancelAll(filter, by);
  }

  @Override
  public BulkResult retryAll(JobFilter filter, String by) {
    return client.retryAll(filter, by);
  }

  @Override
  public BulkResult deleteAll(JobFilter filter, String by) {
    return client.deleteAll(filter, by);
  }

  @Override
  public Optional<InputStream> attachment(JobId id, String name) {
    return client.attachment(id, name);
  }

  @Override
  public RecurringJobs schedules() {
    return client.schedules();
  }

  /// What steps it, where it has no threads.
  @Nullable SteppedWorker stepped() {
    return stepped;
  }

  /// How many jobs run here now.
  public int running() {
    return worker.running();
  }

  /// How this mill fares, as far as can be seen from inside: it does not ask the store.
  public MillStatus status() {
    return new MillStatus(
        worker.running(),
        worker.pools(),
        worker.watchdog().status(),
        worker.watchdog().blocked(),
        notices.dropped(),
        notices.failures());
  }

  /// Makes a pool larger or smaller while it works. Jobs that run go on: a pool that was made
  /// smaller takes none until fewer run than it has slots.
  ///
  /// @param pool its name; `default` where none was given
  /// @param size how many jobs it runs at once: 1 to 10 000
  /// @throws InvalidRequest when there is no such pool, or the size is out of range
  public void resize(String pool, int size) {
    worker.resize(pool, size);
  }

  /// Stops to work in good order and charges nothing: no more claims, running jobs may go on for
  /// `soft`, then they are interrupted, and after `hard` they are given back to run elsewhere. The
  /// client and the store stay open.
  ///
  /// @return the jobs that were given back
  public List<JobId> stop(Duration soft, Duration hard) {
    return worker.stop(soft, hard).stream().map(JobKey::id).toList();
  }

  /// Makes a stop that is under way, or the next one, wait for no job any more.
  public void hurry() {
    worker.hurry();
  }

  /// Stops with the standard times, closes what was given for that, lets listeners hear what waits
  /// for them (at most 5 s), then closes the store. Closing again does nothing more.
  @Override
  public void close() {
    worker.stop(STOP_SOFT, STOP_HARD);
    belongings.close();
    client.close();
    notices.close();
    store.close();
  }
}
