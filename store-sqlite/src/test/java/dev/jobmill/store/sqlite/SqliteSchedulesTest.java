package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Every;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.sqlite.Finding.Level;
import dev.jobmill.time.ManualTime;
import dev.jobmill.wire.JsonCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules in a file.
class SqliteSchedulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final JobType<String, Void> WORK = JobType.of("work", String.class, Void.class);

  @TempDir Path folder;
  private final ManualTime time = ManualTime.standing();
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("jobs.db");
  }

  private SqliteJobStore open() {
    return SqliteJobStore.at(file, SqliteSettings.STANDARD.time(time));
  }

  private Recurrence put(SqliteJobStore store, String name) {
    RecurringJob<String, Void> job =
        RecurringJob.of(
            name, Every.of(MINUTE).from(time.now().plus(MINUTE)), JobRequest.of(WORK, "x"));
    return store
        .schedules()
        .put(
            List.of(
                new Schedules.Put(
                    name, job.template(new JsonCodec()), job.rules(), DefinedBy.CODE, false, null)))
        .getFirst();
  }

  private void alter(String sql) throws Exception {
    try (Session session = Session.writing(file, 1_000)) {
      session.execute(sql);
    }
  }

  private List<String> findings(Level level) {
    return SqliteDoctor.examine(file).findings().stream()
        .filter(finding -> finding.level() == level)
        .map(Finding::what)
        .toList();
  }

  @Test
  void scheduleIsStillThereWhenTheStoreIsOpenedAgain() {
    Recurrence put;
    try (SqliteJobStore store = open()) {
      put = put(store, "a");
    }
    time.advance(MINUTE);
    try (SqliteJobStore store = open()) {
      Recurrence found = store.schedules().find(List.of("a")).getFirst();
      assertThat(found.rules()).isEqualTo(put.rules());
      assertThat(found.state()).isEqualTo(put.state());
      assertThat(store.schedules().fire(9).done()).isEqualTo(1);
    }
    assertThat(findings(Level.OK)).contains("1 schedule, each with its next instant");
    assertThat(findings(Level.BAD)).isEmpty();
  }

  @Test
  void scheduleOfANewerVersionIsLeftToOthersAndKeepsNobodyFromFiring() throws Exception {
    try (SqliteJobStore store = open()) {
      put(store, "a");
      put(store, "b");
      put(store, "c");
    }
    alter("UPDATE schedule SET rule = 'tide @moon' WHERE name = 'a'");
    alter("UPDATE schedule SET missed = -1 WHERE name = 'b'");
    time.advance(MINUTE);
    try (SqliteJobStore store = open()) {
      Schedules schedules = store.schedules();
      assertThat(schedules.fire(1).done()).isEqualTo(1);
      assertThat(schedules.fire(1).done()).isZero();
      assertThat(schedules.fire(1).next()).isEqualTo(MINUTE);
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
      assertThat(schedules.list(null, 9)).extracting(Recurrence::name).containsExactly("a", "c");
      put(store, "b");
      assertThat(schedules.list(null, 9)).hasSize(3);
    }
    assertThat(findings(Level.WARN))
        .anySatisfy(warning -> assertThat(warning).contains("schedule a", "tide @moon"));
  }

  @Test
  void doctorSeesAScheduleThatNobodyWouldLookAt() throws Exception {
    try (SqliteJobStore store = open()) {
      put(store, "a");
    }
    alter("UPDATE schedule SET wake_at = NULL");
    assertThat(findings(Level.BAD)).anySatisfy(bad -> assertThat(bad).contains("1 schedule"));
  }
}
