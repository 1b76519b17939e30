package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRejected;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.QueueFull;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Wakeups;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Submitting in a transaction that the user begins and ends.
@Timeout(60)
final class JoinedTransactionTest {
  private static final JobType<Content, Content> MAIL =
      JobType.of("mail", Content.class, Content.class);
  private static final JobId ID = JobId.parse("01990000-0000-7000-8000-000000000001");

  @TempDir Path folder;
  private SqliteJobStore store;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    Path file = folder.resolve("jobs.db");
    store = SqliteJobStore.at(file);
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute("CREATE TABLE customer (name TEXT)");
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    store.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long customers() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM customer")) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private static JobRequest<Content, Content> mail(String payload) {
    return JobRequest.of(MAIL, Content.json(payload));
  }

  private long jobs() {
    return store.lookup().list(JobFilter.ALL, null, 1_000).size();
  }

  @Test
  void aJobIsThereWithTheCommitAndNotBefore() throws SQLException {
    execute("INSERT INTO customer VALUES ('Ada')");
    JobId id = store.submit(connection, mail("1"));
    JobId second = store.submit(connection, mail("2"));
    assertThat(jobs()).isZero();

    connection.commit();

    assertThat(store.lookup().find(List.of(id, second)).values())
        .extracting(job -> job.state())
        .containsExactly(JobState.QUEUED, JobState.QUEUED);
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(2);
    assertThat(store.queues().queues().getFirst().waiting()).isEqualTo(2);
  }

  @Test
  void aRollbackTakesTheJobWithIt() throws SQLException {
    store.submit(connection, mail("1").id(ID));
    execute("INSERT INTO customer VALUES ('Ada')");
    connection.rollback();

    assertThat(jobs()).isZero();
    assertThat(store.lookup().count().totals()).isEmpty();
    assertThat(store.queues().queues()).isEmpty();
    assertThat(customers()).isZero();
    connection.rollback();
    store.submit(connection, mail("other content").id(ID));
    connection.commit();
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void aDuplicateBreaksNothing() throws SQLException {
    store.submit(connection, mail("1").id(ID));
    connection.commit();
    execute("INSERT INTO customer VALUES ('Ada')");

    assertThat(store.submit(connection, mail("1").id(ID))).isEqualTo(ID);

    execute("INSERT INTO customer VALUES ('Grace')");
    connection.commit();
    assertThat(customers()).isEqualTo(2);
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void aRefusedJobLeavesTheTransactionAsItWas() throws SQLException {
    store.queues().limitQueue("small", 1L);
    execute("INSERT INTO customer VALUES ('Ada')");
    store.submit(connection, mail("1").id(ID).unique(Unique.by("once")));
    store.submit(connection, mail("1").queue("small"));

    assertThatThrownBy(() -> store.submit(connection, mail("2").id(ID)))
        .isInstanceOf(JobRejected.class);
    assertThatThrownBy(() -> store.submit(connection, mail("2").queue("small")))
        .isInstanceOf(QueueFull.class);
    assertThatThrownBy(() ->
            store.submit(
                connection,
                mail("3").unique(Unique.by("once").onDuplicate(Unique.OnDuplicate.REJECT))))
        .isInstanceOf(JobRejected.class);

    execute("INSERT INTO customer VALUES ('Grace')");
    connection.commit();
    assertThat(customers()).isEqualTo(2);
    assertThat(jobs()).isEqualTo(2);
    assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(2);
  }

  @Test
  void workersAreWokenByTheCommit() throws SQLException, InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    JobId id = store.submit(connection, mail("1"));
    Wakeups.Subscription subscription =
        store
            .wakeups()
            .listen(hint -> {
              if (isCommitted) {
                woken.countDown();
              }
            });
    isCommitted = true;
    connection.commit();
    assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
    subscription.close();
    assertThat(store.lookup().find(Set.of(id))).hasSize(1);
  }

  private volatile boolean isCommitted;

  @Test
  void aConnectionThatCommitsByItselfIsRefused() throws SQLException {
    connection.setAutoCommit(true);
    assertThatThrownBy(() -> store.submit(connection, mail("1")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("setAutoCommit(false)");
    assertThat(jobs()).isZero();
  }

  @Test
  void aConnectionToAnotherDatabaseIsRefused() throws SQLException {
    Path other = folder.resolve("other.db");
    for (String url : List.of("jdbc:sqlite:" + other, "jdbc:sqlite::memory:")) {
      try (Connection elsewhere = DriverManager.getConnection(url)) {
        elsewhere.setAutoCommit(false);
        assertThatThrownBy(() -> store.submit(elsewhere, mail("1")))
            .isInstanceOf(InvalidRequest.class)
            .hasMessageContaining("jobs.db");
      }
    }
  }
}
