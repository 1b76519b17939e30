package dev.jobmill.testing;

import dev.jobmill.Jobmill;
import dev.jobmill.JobmillBuilder;
import dev.jobmill.SteppedMill;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.Snooze;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Lookup;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.time.ManualTime;
import dev.jobmill.time.TimeSource;
import dev.jobmill.wire.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A mill for tests: the real engine, which works only when it is told to, on the thread of the
/// test, at a time that only the test turns. No thread, no waiting.
///
/// ```java
/// try (TestMill mill = TestMill.with(builder -> builder.handle(GREET, greeter)).open()) {
///   mill.submit(GREET, "Ada");
///   mill.drain();
///   assertThat(mill.only(GREET).state()).isEqualTo(JobState.COMPLETED);
/// }
/// ```
///
/// What a handler throws is its job's failure, which is retried as ever; [#failures()] tells of it,
/// and [Builder#failFast()] has it thrown into the test. Whoever waits for a job (a
/// [JobHandle#result]) lets time pass until it has ended. Belongs to one thread.
public final class TestMill implements AutoCloseable {
  private final SteppedMill stepped;
  private final JobStore store;
  private final ManualTime time;
  private final PayloadCodec codec;
  private final Failures failures;

  private TestMill(Builder builder) {
    this.time = builder.time;
    this.codec = builder.codec;
    this.failures = builder.failures;
    this.store = builder.store.apply(time);
    JobmillBuilder mill = Jobmill.open(store).codec(codec);
    builder.settings.forEach(setting -> setting.accept(mill));
    this.stepped = mill.byHand(time);
  }

  /// Begins with the settings of the mill, as of [Jobmill#open]: everything but its handlers.
  public static Builder with(Consumer<JobmillBuilder> settings) {
    return new Builder().and(settings);
  }

  /// Begins with a handler.
  public static <P, R> Builder handling(JobType<P, R> type, JobHandler<P, R> handler) {
    return new Builder().handle(type, handler);
  }

  /// The client, for the code that is tested: what it submits waits until [#drain()].
  public Jobmill client() {
    return stepped.mill();
  }

  /// Submits a job, which waits until [#drain()].
  public <P, R> JobHandle<R> submit(JobType<P, R> type, P payload) {
    return client().submit(type, payload);
  }

  /// The same with options.
  public <P, R> JobHandle<R> submit(
      JobType<P, R> type, P payload, UnaryOperator<JobRequest<P, R>> options) {
    return client().submit(type, payload, options);
  }

  /// Runs everything that is due now, and what that brings about, until nothing is left. Time does
  /// not pass.
  ///
  /// @return how many runs there were
  /// @throws AssertionError when a handler failed and the mill fails fast
  /// @throws IllegalStateException when there is no end of it
  public int drain() {
    int runs = stepped.drain();
    failures.throwFirst();
    return runs;
  }

  /// Lets time pass, and runs what becomes due meanwhile, each job at the time at which it does:
  /// delays, retries, sleeps, deadlines, retention. Within a handler: time passes while it runs,
  /// and no other job begins.
  ///
  /// @param span not negative
  /// @throws AssertionError when a handler failed and the mill fails fast
  public void advance(Duration span) {
    stepped.advance(span);
    failures.throwFirst();
  }

  /// The time that it is for the mill and its store.
  public Instant now() {
    return time.now();
  }

  /// The clock itself, for code that is given one. Only the mill turns it.
  public TimeSource time() {
    return time;
  }

  /// All jobs that were submitted and are not forgotten, in that order.
  public List<Job> jobs() {
    return jobs(JobFilter.ALL);
  }

  /// Those of one type.
  public List<Job> jobs(JobType<?, ?> type) {
    return jobs(JobFilter.ALL.type(type.name()));
  }

  /// Those that a filter lets through, in the order in which they were submitted.
  public List<Job> jobs(JobFilter filter) {
    List<Job> jobs = new ArrayList<>();
    @Nullable JobId before = null;
    List<Job> page;
    do {
      page = client().list(filter, before, Lookup.PAGE_SIZE_MAX);
      jobs.addAll(page);
      before = page.isEmpty() ? null : page.getLast().id();
    } while (!page.isEmpty());
    Collections.reverse(jobs);
    return jobs;
  }

  /// The one job of a type.
  ///
  /// @throws AssertionError when there is none, or several
  public Job only(JobType<?, ?> type) {
    List<Job> jobs = jobs(type);
    if (jobs.size() != 1) {
      throw new AssertionError(
          "expected one job of type "
              + type.name()
              + ", but there are "
              + jobs.size()
              + (jobs.isEmpty() ? "; submitted were " + jobs() : ": " + jobs));
    }
    return jobs.getFirst();
  }

  /// What was submitted for a type, in order.
  @SuppressWarnings({"unchecked", "NullAway"}) // the type was checked when the JobType was made
  public <P> List<P> payloads(JobType<P, ?> type) {
    return jobs(type).stream()
        .map(job -> (P) codec.decode(job.payload(), type.payloadType()))
        .toList();
  }

  /// What handlers have thrown, oldest first.
  public List<HandlerFailure> failures() {
    return failures.all();
  }

  /// The store, for what the client does not tell.
  public JobStore store() {
    return store;
  }

  /// Ends the mill. Jobs that were not run are no mistake.
  @Override
  public void close() {
    stepped.close();
  }

  /// What a handler has thrown.
  ///
  /// @param job its job
  /// @param type the job's type
  /// @param attempt which attempt it was
  /// @param thrown what it threw
  public record HandlerFailure(JobId job, String type, int attempt, Throwable thrown) {}

  /// The settings of a mill. Not thread-safe.
  public static final class Builder {
    private final List<Consumer<JobmillBuilder>> settings = new ArrayList<>();
    private final Failures failures = new Failures();
    private Function<TimeSource, JobStore> store =
        time -> MemoryJobStore.builder().time(time).build();
    private ManualTime time = ManualTime.standing();
    private PayloadCodec codec = new JsonCodec();

    private Builder() {}

    /// A handler, which is called as it would be in production.
    public <P, R> Builder handle(JobType<P, R> type, JobHandler<P, R> handler) {
      return and(mill -> mill.handle(type, (job, payload) -> failures.of(handler, job, payload)));
    }

    /// More settings of the mill, as of [Jobmill#open]. What handlers that are added here throw is
    /// not told by [TestMill#failures()].
    public Builder and(Consumer<JobmillBuilder> more) {
      settings.add(more);
      return this;
    }

    /// The store: in memory unless set. It must use the clock that it is given, and is closed with
    /// the mill.
    public Builder store(Function<TimeSource, JobStore> open) {
      this.store = open;
      return this;
    }

    /// What time it is at first: some fixed instant unless set.
    public Builder startingAt(Instant instant) {
      this.time = new ManualTime(instant);
      return this;
    }

    /// What reads and writes payloads and results: JSON unless set.
    public Builder codec(PayloadCodec value) {
      this.codec = value;
      return this;
    }

    /// Has the first failure of a handler thrown into the test, by whatever made the mill work
    /// then. The job is retried all the same.
    public Builder failFast() {
      failures.fast = true;
      return this;
    }

    /// The mill.
    public TestMill open() {
      return new TestMill(this);
    }
  }

  /// What handlers throw, on its way to the engine.
  private static final class Failures {
    private final List<HandlerFailure> all = new ArrayList<>();
    private boolean fast;
    private int thrown;

    <P, R> @Nullable R of(JobHandler<P, R> handler, JobContext job, P payload) throws Exception {
      try {
        return handler.handle(job, payload);
      } catch (Snooze | CancelledRun noFailure) {
        throw noFailure;
      } catch (Exception | Error failure) {
        all.add(new HandlerFailure(job.id(), job.type(), job.attempt(), failure));
        throw failure;
      }
    }

    List<HandlerFailure> all() {
      return List.copyOf(all);
    }

    void throwFirst() {
      if (fast && thrown < all.size()) {
        HandlerFailure first = all.get(thrown);
        thrown = all.size();
        throw new AssertionError(
            "the handler of job type " + first.type() + " failed: " + first.thrown(),
            first.thrown());
      }
    }
  }
}
