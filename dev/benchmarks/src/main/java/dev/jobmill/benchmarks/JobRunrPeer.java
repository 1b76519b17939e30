package dev.jobmill.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/// JobRunr with job requests (names of classes, no lambdas to take apart), which is its faster way.
final class JobRunrPeer implements Peer {
  /// The smallest that it allows: 200 ms in memory, 5 s on a database.
  private static final Duration POLL_MEMORY = Duration.ofMillis(200);

  private static final Duration POLL_DATABASE = Duration.ofSeconds(5);

  /// Its standard of 4 polls without a sign of life would make jobs orphans after 0.8 s, and run
  /// them again while they run, on a machine that is a little busy.
  private static final Duration DEAD_AFTER = Duration.ofSeconds(20);

  private static final int WORKERS = 64;

  /// It does not start with fewer than two.
  private static final int CONNECTIONS = 4;

  private final boolean inMemory;
  private final boolean atOnce;

  /// @param atOnce whether jobs run while others are submitted
  JobRunrPeer(boolean inMemory, boolean atOnce) {
    this.inMemory = inMemory;
    this.atOnce = atOnce;
  }

  /// What is submitted.
  ///
  /// @param payload as long as everybody's
  public record Noop(String payload) implements JobRequest {
    @Override
    public Class<NoopHandler> getJobRequestHandler() {
      return NoopHandler.class;
    }
  }

  /// What runs.
  public static final class NoopHandler implements JobRequestHandler<Noop> {
    private final Handled handled;

    NoopHandler(Handled handled) {
      this.handled = handled;
    }

    @Override
    public void run(Noop request) {
      handled.one();
    }
  }

  @Override
  public Phases run(Path file, int jobs) throws Exception {
    if (inMemory) {
      return run(new InMemoryStorageProvider(), POLL_MEMORY, jobs);
    }
    try (HikariDataSource source = Databases.sqlite(file, CONNECTIONS)) {
      return run(SqlStorageProviderFactory.using(source), POLL_DATABASE, jobs);
    }
  }

  private Phases run(StorageProvider storage, Duration poll, int jobs) throws Exception {
    Handled handled = new Handled(jobs);
    NoopHandler handler = new NoopHandler(handled);
    JobActivator activator =
        new JobActivator() {
          @Override
          public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
          }
        };
    try {
      JobRequestScheduler scheduler =
          JobRunr.configure()
              .useJsonMapper(new Jackson3JsonMapper())
              .useJobActivator(activator)
              .useStorageProvider(storage)
              .useBackgroundJobServer(
                  BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                      .andPollInterval(poll)
                      .andServerTimeoutPollIntervalMultiplicand((int) DEAD_AFTER.dividedBy(poll))
                      .andWorkerCount(WORKERS),
                  false)
              .initialize()
              .getJobRequestScheduler();
      Noop request = new Noop("p".repeat(BareLoop.PAYLOAD_BYTES));
      if (atOnce) {
        JobRunr.getBackgroundJobServer().start();
      }
      long begin = System.nanoTime();
      scheduler.enqueue(Stream.generate(() -> request).limit(jobs));
      double submitting = BareLoop.seconds(begin);
      if (!atOnce) {
        JobRunr.getBackgroundJobServer().start();
      }
      long first = handled.awaitAll();
      while (storage.getJobStats().getSucceeded() < jobs) {
        LockSupport.parkNanos(1_000_000);
      }
      handled.warnOfMore(jobs);
      return atOnce
          ? Phases.atOnce(jobs, BareLoop.seconds(begin))
          : new Phases(jobs, submitting, BareLoop.seconds(first));
    } finally {
      JobRunr.destroy();
    }
  }

  @Override
  public String settings() {
    String where =
        inMemory
            ? "in memory, poll " + POLL_MEMORY.toMillis() + " ms"
            : "SQLite file, "
                + Databases.SQLITE
                + ", "
                + CONNECTIONS
                + " connections, poll "
                + POLL_DATABASE.toSeconds()
                + " s";
    return where
        + " (the shortest allowed), "
        + WORKERS
        + " workers on virtual threads, job requests enqueued as one stream, history kept";
  }
}
