package dev.jobmill.client;

import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Due;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.job.Unique;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.Acted;
import dev.jobmill.store.Admission;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobStore;
import dev.jobmill.time.TimeSource;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client that speaks to a store directly. Thread-safe.
public final class StoreClient implements JobClient, AutoCloseable {
  /// How often a waiting thread looks without having been hinted: hints may be lost.
  private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JobStore store;
  private final PayloadCodec codec;
  private final TimeSource time;
  private final Endings endings;
  private final Submissions submissions;
  private final Chains chains;
  private final Acts acts;
  private final BulkActs bulk;
  private final StoreSchedules schedules;
  private final KnownTypes types = new KnownTypes();
  private final @Nullable Consumer<Duration> elapse;

  /// Does not take the store over: whoever opened it closes it.
  public StoreClient(JobStore store, PayloadCodec codec, JobIds ids, TimeSource time) {
    this(store, codec, ids, time, new Notices(List.of(), store.lookup(), "", time), null);
  }

  /// The same, for a client that tells what it does, and where time may not pass by itself.
  ///
  /// @param elapse lets at most this much time pass, for whoever waits for a job; null where it
  ///   does
  public StoreClient(
      JobStore store,
      PayloadCodec codec,
      JobIds ids,
      TimeSource time,
      Notices notices,
      @Nullable Consumer<Duration> elapse) {
    this.elapse = elapse;
    this.store = store;
    this.codec = codec;
    this.time = time;
    this.endings = new Endings(store.wakeups());
    Admission admission =
        notices.isHeard() ? new HeardAdmission(store.admission(), notices) : store.admission();
    this.submissions = new Submissions(this, admission, codec, ids);
    this.chains = new Chains(this, admission, codec, ids);
    this.acts = new Acts(store.admission(), store.lookup(), notices);
    this.bulk = new BulkActs(store.lookup(), time);
    this.schedules = new StoreSchedules(this, store, ids);
  }

  @Override
  public <P, R> JobHandle<R> submit(JobRequest<P, R> request) {
    return switch (submitAll(List.of(request)).getFirst()) {
      case Submission.Admitted<R>(JobHandle<R> handle) -> handle;
      case Submission.Duplicate<R>(JobHandle<R> handle) -> handle;
      case Submission.Rejected<R>(Submission.Refusal why, String message) ->
          throw JobRejected.of(why, message);
    };
  }

  @Override
  public <P, R> List<Submission<R>> submitAll(Collection<JobRequest<P, R>> requests) {
    return submissions.submitAll(requests);
  }

  @Override
  public List<JobHandle<?>> chain(List<JobRequest<?, ?>> requests) {
    return chains.submit(requests);
  }

  @Override
  public Optional<Job> find(JobId id) {
    return Optional.ofNullable(store.lookup().find(Set.of(id)).get(id));
  }

  @Override
  public <R> JobHandle<R> handle(JobId id, JobType<?, R> type) {
    return new StoreHandle<>(this, id, type.resultType());
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return store.lookup().list(filter, before, limit);
  }

  @Override
  public Optional<JobState> cancel(JobId id, String by) {
    return act(id, job -> acts.cancel(List.of(job), by));
  }

  @Override
  public Optional<JobState> retry(JobId id, String by) {
    return act(id, job -> acts.retry(List.of(job), by));
  }

  @Override
  public Optional<JobState> delete(JobId id, String by) {
    return act(id, job -> acts.delete(List.of(job)));
  }

  @Override
  public Optional<JobState> prioritise(JobId id, Priority priority, String by) {
    return act(id, job -> acts.change(List.of(job), new Change.Prioritise(priority), by));
  }

  @Override
  public Optional<JobState> reschedule(JobId id, Due due, String by) {
    return act(id, job -> acts.change(List.of(job), new Change.Reschedule(due), by));
  }

  @Override
  public long count(JobFilter filter) {
    return bulk.count(filter);
  }

  @Override
  public BulkResult cancelAll(JobFilter filter, String by) {
    return bulk.onAll(filter, state -> !state.isEnd(), jobs -> acts.cancel(jobs, by));
  }

  @Override
  public BulkResult retryAll(JobFilter filter, String by) {
    return bulk.onAll(filter, JobState::isEnd, jobs -> acts.retry(jobs, by));
  }

  @Override
  public BulkResult deleteAll(JobFilter filter, String by) {
    return bulk.onAll(filter, JobState::isEnd, acts::delete);
  }

  @Override
  public Optional<InputStream> attachment(JobId id, String name) {
    return find(id).stream()
        .flatMap(job -> job.attachments().stream())
        .filter(attachment -> attachment.name().equals(name))
        .<InputStream>map(attachment -> new AttachmentStream(store.attachments(), id, attachment))
        .findFirst();
  }

  @Override
  public RecurringJobs schedules() {
    return schedules;
  }

  /// Registers a schedule that a program has in its code.
  public void register(RecurringJob<?, ?> job) {
    schedules.put(job, DefinedBy.CODE);
  }

  private Optional<JobState> act(JobId id, Function<Job, List<Acted>> action) {
    Optional<Job> job = find(id);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    Acted acted = action.apply(job.get()).getFirst();
    if (acted.refusal() != null) {
      throw JobRejected.of(acted.refusal(), refusal(job.get(), acted.refusal()));
    }
    return Optional.ofNullable(acted.state());
  }

  private static String refusal(Job job, Submission.Refusal why) {
    return switch (why) {
      case DUPLICATE ->
          "job "
              + job.id()
              + " cannot run again while another job holds its unique key"
              + job.spec().unique().flatMap(Unique::key).map(key -> " " + key).orElse("")
              + ": wait until that has run, or cancel it";
      case AWAITED ->
          "job "
              + job.id()
              + " is kept while jobs that come after it have not ended: wait for them, or cancel"
              + " them first";
      case CONFLICT, QUEUE_FULL, UNKNOWN_DEPENDENCY ->
          "job " + job.id() + " is left as it is: " + why;
    };
  }

  Job known(JobId id) {
    return find(id)
        .orElseThrow(() ->
            new InvalidRequest(
                "job " + id + " is unknown: it was never submitted, or its history is over"));
  }

  /// This process uses the type: other payloads under its name are refused from now on.
  ///
  /// @throws InvalidRequest when it uses the name with another payload already
  public void use(JobType<?, ?> type) {
    types.check(type);
  }

  PayloadCodec codec() {
    return codec;
  }

  TimeSource time() {
    return time;
  }

  Endings endings() {
    return endings;
  }

  /// Waits for a hint about a job, or for a time.
  void await(Endings.Waiter waiter, long nanos) throws InterruptedException {
    if (elapse != null) {
      elapse.accept(Duration.ofNanos(nanos));
    } else {
      waiter.await(Math.min(nanos, POLL_NANOS));
    }
  }

  /// Stops listening to the store, which stays open.
  @Override
  public void close() {
    endings.close();
  }
}
