package dev.jobmill;

import dev.jobmill.client.StoreClient;
import dev.jobmill.job.Interceptor;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobListener;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.PayloadUpgrade;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.notice.Notices;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Collects the handlers and settings of a [Jobmill], and starts it. Not thread-safe.
public final class JobmillBuilder {
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

  JobmillBuilder(JobStore store) {
    this.store = store;
  }

  /// Adds the code that handles a type, under its name and its aliases: one per name.
  ///
  /// @throws InvalidRequest when one of the names has a handler already, or the type has an upgrade
  ///   that could never be used
  public <P, R> JobmillBuilder handle(JobType<P, R> type, JobHandler<P, R> handler) {
    Handlers.Registered<P, R> added = new Handlers.Registered<>(type, handler);
    for (String name : added.names()) {
      if (types.contains(name)) {
        throw new InvalidRequest("job type " + name + " has a handler already: give each type one");
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

  /// A schedule, which is registered at the start. One that this program has registered before, in
  /// the same words, stays as it is, also where people have paused or changed it meanwhile; what
  /// has changed here takes the place of what is there. Of two programs with one name for different
  /// schedules, the one that started last is right.
  ///
  /// @throws InvalidRequest when this name was given before
  public JobmillBuilder recurring(RecurringJob<?, ?> job) {
    registrations.add(job);
    return this;
  }

  /// Removes a schedule at the start that an earlier version of this program has registered.
  /// Nothing happens when there is none of this name. Jobs that it has made stay.
  ///
  /// @throws InvalidRequest when this name was given before
  public JobmillBuilder retire(String name) {
    registrations.retire(name);
    return this;
  }

  /// Adds code that stands around every run of every handler, inside of those that were added
  /// before.
  public JobmillBuilder intercept(Interceptor interceptor) {
    interceptors.add(Objects.requireNonNull(interceptor));
    return this;
  }

  /// Adds a listener, which is called after those that were added before.
  public JobmillBuilder listen(JobListener listener) {
    listeners.add(Objects.requireNonNull(listener));
    return this;
  }

  /// How many jobs run at once: the number of cores, at least 2, unless set.
  ///
  /// @param count 1 to 10 000
  public JobmillBuilder slots(int count) {
    pools.slots(count);
    workerOptions.add("slots");
    return this;
  }

  /// The queues that are worked on: all, new ones included, unless set.
  public JobmillBuilder queues(Collection<String> names) {
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
  public JobmillBuilder pool(WorkerPool pool) {
    pools.add(pool.settings());
    workerOptions.add("pool " + pool.settings().name());
    return this;
  }

  /// The time limit of attempts of jobs that have none of their own: none unless set.
  ///
  /// @param limit more than zero
  public JobmillBuilder processingTimeout(Duration limit) {
    requireUseful("processing timeout", limit);
    this.processingTimeout = limit;
    workerOptions.add("processing timeout");
    return this;
  }

  /// How long this process may be silent before others take over its jobs, and how often it says
  /// that it is there: 30 s and 10 s unless set.
  ///
  /// @param duration at least twice the interval
  public JobmillBuilder lease(Duration duration, Duration interval) {
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
  public JobmillBuilder codec(PayloadCodec value) {
    this.codec = value;
    return this;
  }

  /// The clock of this process.
  public JobmillBuilder time(TimeSource value) {
    this.time = value;
    return this;
  }

  /// Where ids and the spread of waits get their chance from.
  public JobmillBuilder chance(Chance value) {
    this.chance = value;
    return this;
  }

  /// Something that the handlers use: closed with the mill when no job runs any more, and also when
  /// the mill cannot start. What was added last is closed first.
  public JobmillBuilder closing(AutoCloseable resource) {
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
  /// @throws InvalidRequest when a payload or result type can never be read back, settings would be
  ///   ignored, or a schedule makes jobs of a type that has no handler here; the store is closed
  ///   then
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
    return new SteppedMill(mill, Objects.requireNonNull(mill.stepped()));
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
            workerId, planned, processingTimeout, lease, renewal, STOP_GRACE, codec, time, chance);
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
