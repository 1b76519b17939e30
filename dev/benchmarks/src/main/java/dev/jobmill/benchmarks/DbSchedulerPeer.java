package dev.jobmill.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// db-scheduler. It keeps no history: a one-time execution that has ended is deleted.
final class DbSchedulerPeer implements Peer {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int THREADS = 50;

  /// How many executions are fetched, as parts of the number of threads: again when fewer than the
  /// first are left, and never more than the second.
  private static final double LOWER = 0.5;

  private static final double UPPER = 4.0;

  private static final int CONNECTIONS_H2 = 10;

  /// SQLite has one writer; who waits for the connection does not collide.
  private static final int CONNECTIONS_SQLITE = 1;

  private final boolean onSqlite;

  DbSchedulerPeer(boolean onSqlite) {
    this.onSqlite = onSqlite;
  }

  /// What this version lacks to run on SQLite: SQLite's own words for a limit, and times in UTC.
  private static final class OnSqlite extends DefaultJdbcCustomization {
    OnSqlite() {
      super(true);
    }

    @Override
    public String getQueryLimitPart(int limit) {
      return " LIMIT " + limit;
    }
  }

  /// Hands the bytes over as they are: Java serialisation, which is its standard, costs more.
  private static final class AsBytes implements Serializer {
    @Override
    public byte[] serialize(Object data) {
      return (byte[]) data;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] bytes) {
      return type.cast(bytes);
    }
  }

  @Override
  public Phases run(Path file, int jobs) throws Exception {
    try (HikariDataSource source = open(file)) {
      createTable(source);
      Handled handled = new Handled(jobs);
      OneTimeTask<byte[]> noop =
          Tasks.oneTime("noop", byte[].class).execute((instance, context) -> handled.one());
      Scheduler scheduler = builder(source, noop).build();
      try {
        long begin = System.nanoTime();
        submit(scheduler, noop, jobs);
        double submitting = BareLoop.seconds(begin);
        scheduler.start();
        long first = handled.awaitAll();
        while (rows(source) > 0) {
          LockSupport.parkNanos(1_000_000);
        }
        handled.warnOfMore(jobs);
        return new Phases(jobs, submitting, BareLoop.seconds(first));
      } finally {
        scheduler.stop();
      }
    }
  }

  private SchedulerBuilder builder(HikariDataSource source, OneTimeTask<byte[]> noop) {
    SchedulerBuilder builder =
        Scheduler.create(source, noop)
            .threads(THREADS)
            .pollingInterval(POLL)
            .serializer(new AsBytes())
            .pollUsingFetchAndLockOnExecute(LOWER, UPPER);
    return onSqlite ? builder.jdbcCustomization(new OnSqlite()) : builder;
  }

  private HikariDataSource open(Path file) {
    return onSqlite
        ? Databases.sqlite(file, CONNECTIONS_SQLITE)
        : Databases.h2(file, CONNECTIONS_H2);
  }

  private static void submit(Scheduler scheduler, OneTimeTask<byte[]> noop, int jobs) {
    byte[] payload = new byte[BareLoop.PAYLOAD_BYTES];
    Instant now = Instant.now();
    for (int sent = 0; sent < jobs; sent += BareLoop.BATCH) {
      List<TaskInstance<?>> batch = new ArrayList<>(BareLoop.BATCH);
      for (int i = sent; i < Math.min(jobs, sent + BareLoop.BATCH); i++) {
        batch.add(noop.instance("job-" + i, payload));
      }
      scheduler.scheduleBatch(batch, now);
    }
  }

  /// The columns are those of its documentation.
  private static void createTable(HikariDataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE scheduled_tasks (task_name VARCHAR(100), task_instance VARCHAR(100),"
              + " task_data BLOB, execution_time TIMESTAMP WITH TIME ZONE, picked BOOLEAN,"
              + " picked_by VARCHAR(50), last_success TIMESTAMP WITH TIME ZONE,"
              + " last_failure TIMESTAMP WITH TIME ZONE, consecutive_failures INT,"
              + " last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT, priority SMALLINT,"
              + " PRIMARY KEY (task_name, task_instance))");
      statement.execute("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
      statement.execute("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }
  }

  private static long rows(HikariDataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM scheduled_tasks")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public String settings() {
    return (onSqlite ? "SQLite file, " + Databases.SQLITE : "H2 file, " + Databases.H2)
        + ", "
        + (onSqlite ? CONNECTIONS_SQLITE : CONNECTIONS_H2)
        + " connections, "
        + THREADS
        + " threads, poll "
        + POLL.toMillis()
        + " ms, fetch "
        + LOWER
        + "/"
        + UPPER
        + " (it locks and fetches on server databases only), scheduleBatch of "
        + BareLoop.BATCH
        + ", no history";
  }
}
