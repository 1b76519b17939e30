package dev.jobmill;

import dev.jobmill.client.StoreClient;
import dev.jobmill.job.BulkResult;
import dev.jobmill.job.Due;
import dev.jobmill.job.Interceptor;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobListener;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.PayloadUpgrade;
import dev.jobmill.job.Priority;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.job.RecurringJobs;
import dev.jobmill.job.Submission;
import dev.jobmill.notice.Notices;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.time.SystemTime;
import dev.jobmill.time.TimeSource;
import dev.jobmill.wire.JsonCodec;
import dev.jobmill.worker.Handlers;
import dev.jobmill.worker.Interceptors;
import dev.jobmill.worker.PoolPlan;
import dev.jobmill.worker.PoolSettings;
import dev.jobmill.worker.SteppedWorker;
import dev.jobmill.worker.Worker;
import dev.jobmill.worker.WorkerSettings;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
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

  private Jobmill(
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
  public static Builder open(JobStore store) {
    return new Builder(store);
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

  /// Collects handlers and settings. Not thread-safe.
  public static final class Builder {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration DURATION_MAX = Duration.ofDays(36_500);

    private final JobStore store;
    private final List<Handlers.Registered<?, ?>> handlers = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();
    private final Registrations registrations = new Registrations();
    private final PoolPlan pools = new PoolPlan();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<JobListener> listeners = new ArrayList<>();
    private final List<String> workerOptions = new ArrayList<>();
    private @Nullable Duration processingTimeout;
    private Duration lease = LEASE;
    private Duration renewal = RENEWAL;
    private PayloadCodec codec = new JsonCodec();
    private TimeSource time = SystemTime.SYSTEM;
    private Chance chance = Chance.system();
    private final Belongings belongings = new Belongings();

    private Builder(JobStore store) {
      this.store = store;
    }

    /// Adds the code that handles a type, under its name and its aliases: one per name.
    ///
    /// @throws InvalidRequest when one of the names has a handler already, or the type has an
    ///   upgrade that could never be used
    public <P, R> Builder handle(JobType<P, R> type, JobHandler<P, R> handler) {
      Handlers.Registered<P, R> added = new Handlers.Registered<>(type, handler);
      for (String name : added.names()) {
        if (types.contains(name)) {
          throw new InvalidRequest(
              "job type " + name + " has a handler already: give each type one");
        }
      }
      SortedMap<Integer, PayloadUpgrade> useless = type.upgradesFrom(type.version());
      if (!useless.isEmpty()) {
        throw new InvalidRequest(
            "job type "
                + type.name()
                + " has version "
                + type.version()
                + ", so its upgrade from version "
                + useless.firstKey()
                + " would be ignored: raise the version or leave the upgrade out");
      }
      types.addAll(added.names());
      handlers.add(added);
      return this;
    }

    /// A schedule, which is registered at the start. One that this program has registered before,
    /// in the same words, stays as it is, also where people have paused or changed it meanwhile;
    /// what has changed here takes the place of what is there. Of two programs with one name for
    /// different schedules, the one that started last is right.
    ///
    /// @throws InvalidRequest when this name was given before
    public Builder recurring(RecurringJob<?, ?> job) {
      registrations.add(job);
      return this;
    }

    /// Removes a schedule at the start that an earlier version of this program has registered.
    /// Nothing happens when there is none of this name. Jobs that it has made stay.
    ///
    /// @throws InvalidRequest when this name was given before
    public Builder retire(String name) {
      registrations.retire(name);
      return this;
    }

    /// Adds code that stands around every run of every handler, inside of those that were added
    /// before.
    public Builder intercept(Interceptor interceptor) {
      interceptors.add(Objects.requireNonNull(interceptor));
      return this;
    }

    /// Adds a listener, which is called after those that were added before.
    public Builder listen(JobListener listener) {
      listeners.add(Objects.requireNonNull(listener));
      return this;
    }

    /// How many jobs run at once: the number of cores, at least 2, unless set.
    ///
    /// @param count 1 to 10 000
    public Builder slots(int count) {
      pools.slots(count);
      workerOptions.add("slots");
      return this;
    }

    /// The queues that are worked on: all, new ones included, unless set.
    public Builder queues(Collection<String> names) {
      pools.queues(names);
      if (!names.isEmpty()) {
        workerOptions.add("queues");
      }
      return this;
    }

    /// Adds a pool. With pools of its own a worker has the pool `default`, which [#slots] and
    /// [#queues] define, only where one of these is called.
    ///
    /// @throws InvalidRequest when there is a pool of this name
    public Builder pool(WorkerPool pool) {
      pools.add(pool.settings());
      workerOptions.add("pool " + pool.settings().name());
      return this;
    }

    /// The time limit of attempts of jobs that have none of their own: none unless set.
    ///
    /// @param limit more than zero
    public Builder processingTimeout(Duration limit) {
      requireUseful("processing timeout", limit);
      this.processingTimeout = limit;
      workerOptions.add("processing timeout");
      return this;
    }

    /// How long this process may be silent before others take over its jobs, and how often it says
    /// that it is there: 30 s and 10 s unless set.
    ///
    /// @param duration at least twice the interval
    public Builder lease(Duration duration, Duration interval) {
      requireUseful("lease", duration);
      requireUseful("renewal interval", interval);
      if (duration.compareTo(interval.multipliedBy(2)) < 0) {
        throw new InvalidRequest(
            "lease "
                + duration
                + " with renewal every "
                + interval
                + ": use a lease of at least twice the interval");
      }
      this.lease = duration;
      this.renewal = interval;
      return this;
    }

    /// What reads and writes payloads and results: JSON unless set.
    public Builder codec(PayloadCodec value) {
      this.codec = value;
      return this;
    }

    /// The clock of this process.
    public Builder time(TimeSource value) {
      this.time = value;
      return this;
    }

    /// Where ids and the spread of waits get their chance from.
    public Builder chance(Chance value) {
      this.chance = value;
      return this;
    }

    /// Something that the handlers use: closed with the mill when no job runs any more, and also
    /// when the mill cannot start. What was added last is closed first.
    public Builder closing(AutoCloseable resource) {
      belongings.add(resource);
      return this;
    }

    private static void requireUseful(String what, Duration duration) {
      if (!duration.isPositive() || duration.compareTo(DURATION_MAX) > 0) {
        throw new InvalidRequest(
            what + " " + duration + " is out of range: use more than zero, at most 36500 days");
      }
    }

    /// Registers schedules and starts to work.
    ///
    /// @throws InvalidRequest when a payload or result type can never be read back, settings would
    ///   be ignored, or a schedule makes jobs of a type that has no handler here; the store is
    ///   closed then
    /// @throws dev.jobmill.job.StoreUnavailable when the store cannot be used; it is closed then
    /// @throws InvalidRequest when the pool `default` is defined twice
    public Jobmill start() {
      return start(null);
    }

    /// Starts a mill without threads, whose work is done by whoever steps it, at the time that a
    /// clock shows: for tests. It runs one job of each pool at a time, in the order in which a mill
    /// with one slot would.
    ///
    /// @param clock the clock that the store uses as well, and that nobody else turns
    /// @throws dev.jobmill.job.StoreUnavailable when the store cannot be used; it is closed then
    public SteppedMill byHand(ManualTime clock) {
      this.time = clock;
      Jobmill mill = start(clock);
      return new SteppedMill(mill, Objects.requireNonNull(mill.stepped));
    }

    private void check(StoreClient client) {
      StartCheck.options(handlers.isEmpty(), workerOptions);
      StartCheck.types(handlers.stream().map(Handlers.Registered::type).toList(), codec);
      handlers.forEach(handler -> client.use(handler.type()));
      registrations.requireHandled(types);
    }

    private Jobmill start(@Nullable ManualTime byHand) {
      String workerId = "w-" + new JobIds(time, chance).next();
      List<Handlers.Registered<?, ?>> intercepted = new ArrayList<>();
      handlers.forEach(handler -> intercepted.add(Interceptors.around(interceptors, handler)));
      Handlers all = new Handlers(intercepted);
      List<PoolSettings> planned = byHand == null ? pools.pools() : pools.poolsOfOne();
      WorkerSettings settings =
          new WorkerSettings(
              workerId,
              planned,
              processingTimeout,
              lease,
              renewal,
              STOP_GRACE,
              codec,
              time,
              chance);
      WorkerInfo info =
          new WorkerInfo(
              workerId,
              Host.name(),
              ProcessHandle.current().pid(),
              PoolPlan.size(planned),
              all.types(),
              PoolPlan.servedBy(planned),
              time.now());
      Notices notices = new Notices(listeners, store.lookup(), workerId, time);
      SteppedWorker stepped =
          byHand == null ? null : new SteppedWorker(store, settings, all, info, notices, byHand);
      Worker worker =
          stepped == null ? new Worker(store, settings, all, info, notices) : stepped.worker();
      StoreClient client =
          new StoreClient(
              store,
              codec,
              new JobIds(time, chance),
              time,
              notices,
              stepped == null ? null : stepped::workOrWait);
      try {
        check(client);
        registrations.carryOut(client);
        worker.start();
        notices.start();
      } catch (RuntimeException unusable) {
        belongings.close();
        client.close();
        store.close();
        throw unusable;
      }
      return new Jobmill(store, client, worker, notices, belongings, stepped);
    }
  }
}
