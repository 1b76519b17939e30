package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.store.WorkerStatus.LoopStatus;
import dev.jobmill.store.WorkerStatus.PoolStatus;
import dev.jobmill.store.sqlite.Finding.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the doctor says of stores that are well and of others.
class SqliteDoctorTest {
  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("jobs.db");
  }

  private List<Finding> findings(Level level) {
    return SqliteDoctor.examine(file).findings().stream()
        .filter(finding -> finding.level() == level)
        .toList();
  }

  private void assertBad(String... parts) {
    assertThat(findings(Level.BAD))
        .anySatisfy(bad -> assertThat(bad.what()).contains(parts))
        .allSatisfy(bad -> assertThat(bad.mend()).isNotBlank().hasLineCount(1));
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.BAD);
  }

  private void assertWarned(String... parts) {
    assertThat(findings(Level.WARN))
        .anySatisfy(warning -> assertThat(warning.what()).contains(parts))
        .allSatisfy(warning -> assertThat(warning.mend()).isNotBlank().hasLineCount(1));
  }

  private void alter(String sql) throws Exception {
    try (Session session = Session.writing(file, 1_000)) {
      session.execute(sql);
    }
  }

  /// Only while nobody has the store open: reading would let go of SQLite's locks.
  private Map<String, byte[]> bytes() throws Exception {
    Map<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        bytes.put(path.toString(), Files.readAllBytes(path));
      }
    }
    return bytes;
  }

  @Test
  void storeInUseIsWellAndStaysInUse() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "w");
      JobId job = Jobs.admit(store.admission());
      Jobs.admit(store.admission());
      Jobs.claim(store, "w", 1, 1);
      try (OtherProcess other = OtherProcess.on(file)) {
        Checkup checkup = SqliteDoctor.examine(file);
        assertThat(checkup.worst()).describedAs("%s", checkup).isEqualTo(Level.OK);
        assertThat(checkup.file()).isEqualTo(file.toRealPath());
        assertThat(checkup.findings())
            .extracting(Finding::what)
            .contains(
                "2 processes use the store",
                "integrity check: ok",
                "2 jobs, as the totals say",
                "2 workers have a valid lease",
                "journal mode wal");
        other.end();
      }
      // Nobody was led to believe that this process is dead, and no lock was let go of.
      try (OtherProcess later = OtherProcess.on(file)) {
        assertThat(store.lookup().find(List.of(job)).values())
            .extracting(Job::state)
            .containsOnly(JobState.PROCESSING);
        later.end();
      }
      Jobs.admit(store.admission());
    }
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(2);
    }
  }

  @Test
  void storeAtRestIsNotChanged() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
    }
    Map<String, byte[]> before = bytes();
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
    assertThat(bytes()).containsExactlyInAnyOrderEntriesOf(before);
  }

  @Test
  void storeOfAKilledProcessIsReadWithWhatOnlyItsLogHoldsAndIsNotChanged() throws Exception {
    try (OtherProcess other = OtherProcess.on(file)) {
      other.tell("admit 3");
      other.tell("claim 1");
      other.kill();
    }
    Map<String, byte[]> before = bytes();
    Checkup checkup = SqliteDoctor.examine(file);
    assertThat(checkup.worst()).describedAs("%s", checkup).isEqualTo(Level.WARN);
    assertThat(checkup.findings())
        .extracting(Finding::what)
        .contains(
            "1 process was killed while using the store, and nobody has looked since",
            "no process uses the store",
            "3 jobs, as the totals say");
    Map<String, byte[]> after = bytes();
    before.remove(file + "-shm");
    after.remove(file + "-shm");
    assertThat(after).containsExactlyInAnyOrderEntriesOf(before);
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(store.lookup().count().of(JobState.QUEUED)).isEqualTo(3);
    }
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
  }

  @Test
  void fileThatIsNoStoreIsNamedForWhatItIs() throws Exception {
    assertBad("is not there");
    file = folder;
    assertBad("is a folder");
    file = folder.resolve("none").resolve("jobs.db");
    assertBad("is not there");
    assertThat(folder.resolve("none")).doesNotExist();
    file = Files.writeString(folder.resolve("diary"), "dear diary, ".repeat(1_000));
    assertBad("not a Jobmill store (not an SQLite database)");
    assertThat(file).hasContent("dear diary, ".repeat(1_000));
    file = folder.resolve("poems.db");
    alter("CREATE TABLE poem (line TEXT)");
    assertBad("not a Jobmill store (a database of something else)");
    file = Files.createFile(folder.resolve("empty.db"), StoreFilesTest.OWN_RIGHTS);
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
    assertThat(file).isEmptyFile();
  }

  @Test
  void otherSchemasAreNamed() throws Exception {
    SqliteJobStore.at(file).close();
    alter("INSERT INTO migration VALUES (99, 'future.sql', 'x', 0)");
    assertBad("newer Jobmill", "schema 99");
    alter("DELETE FROM migration WHERE version = 99");
    alter("UPDATE migration SET checksum = 'x' WHERE version = 1");
    assertBad("001-jobs.sql");
  }

  @Test
  void stuckSlotsAreNamedWithTheirWorker() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "w");
      assertThat(findings(Level.OK))
          .extracting(Finding::what)
          .contains("no slot of a worker is stuck");
      List<PoolStatus> pools =
          List.of(new PoolStatus("mail", 8, 3, 2, false), new PoolStatus("rest", 4, 1, 1, true));
      store
          .claims()
          .renew(
              new RenewRequest(
                  "w",
                  Duration.ofMinutes(1),
                  List.of(),
                  new WorkerStatus(
                      pools,
                      List.of(
                          new LoopStatus("jobmill-claim", Instant.EPOCH, null),
                          new LoopStatus("Promoter", Instant.EPOCH, "blocked for 40 s")))));
      assertWarned("Promoter of worker w (process 1 on here) does not do", "blocked for 40 s");
      assertWarned("2 of 8 slots of pool mail of worker w (process 1 on here) are stuck", "takes");
      assertWarned("1 of 4 slots of pool rest");
    }
    // A worker of another version may say what this one cannot read.
    alter("UPDATE worker SET status = 'no JSON'");
    assertThat(SqliteDoctor.examine(file).worst()).isNotEqualTo(Level.BAD);
    alter("ALTER TABLE worker DROP COLUMN status");
    assertThat(SqliteDoctor.examine(file).worst()).isNotEqualTo(Level.BAD);
  }

  @Test
  void damagedPageIsFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      for (int i = 0; i < 200; i++) {
        Jobs.admit(store.admission());
      }
    }
    Damage.scribbleOver(file);
    assertBad("the store is damaged");
  }

  @Test
  void headerThatIsDamagedIsFound() throws Exception {
    SqliteJobStore.at(file).close();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(100), 0);
    }
    assertBad("not an SQLite database");
  }

  @Test
  void rulesThatDoNotAgreeWithTheJobsAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
    }
    alter("UPDATE queue SET waiting = 7");
    alter("UPDATE job SET state = 0, reason = 2");
    alter("UPDATE lane SET queued = 0, pending = 1");
    alter("INSERT INTO unique_key (queue, key, job) VALUES ('q', 'k', 99)");
    assertBad("1 queues count their waiting jobs wrongly");
    assertBad("1 jobs wait for others that have ended");
    assertBad("1 unique keys are held by jobs that are over");
  }

  @Test
  void suspectsThatAreNoneAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
      Jobs.admit(store.admission());
      Jobs.announce(store, "w");
      assertThat(Jobs.claim(store, "w", 1, 1)).hasSize(1);
      store.registries().withdraw("w");
    }
    assertThat(SqliteDoctor.examine(file).worst()).isEqualTo(Level.OK);
    alter("UPDATE job SET lane = (SELECT id FROM lane WHERE suspect = 1)");
    assertBad("1 jobs are taken for suspects wrongly");
    alter("UPDATE job SET lane = (SELECT id FROM lane WHERE suspect = 0)");
    assertBad("1 jobs are taken for suspects wrongly");
  }

  @Test
  void stepsThatAreLostOrBelongToNobodyAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "w");
      Jobs.admit(store.admission());
      RunKey run = RunKey.of(Jobs.claim(store, "w", 1, 1).getFirst());
      store
          .steps()
          .keep(
              List.of(
                  new StepKept(run, "charge", Content.json("1")),
                  new StepKept(run, "ship", Content.json("22"))));
    }
    assertThat(findings(Level.BAD)).isEmpty();
    assertThat(findings(Level.OK))
        .extracting(Finding::what)
        .contains("the steps of jobs are whole");
    alter("DELETE FROM step WHERE name = 'charge'");
    assertBad("1 jobs have lost steps that were done");
    alter("UPDATE step SET n = 1, total = 2");
    assertThat(findings(Level.BAD)).isEmpty();
    alter("UPDATE job SET rules = NULL");
    assertBad("1 steps belong to no job");
  }

  @Test
  void totalsThatAreWrongAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
    }
    alter("UPDATE lane SET completed = completed + 1, queued = 0");
    assertBad("totals of q/t", "[0, 0, 0, 0, 0, 1, 0, 0]", "[0, 1, 0, 0, 0, 0, 0, 0]");
    alter("DELETE FROM lane");
    assertBad("1 numbers of lanes");
  }

  @Test
  void workersThatAreGoneAndTheirJobsAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "w");
      Jobs.admit(store.admission());
      Jobs.claim(store, "w", 1, 1);
    }
    alter("UPDATE worker SET lease_until = 1000");
    assertWarned("worker w (process 1 on here)", "has not renewed its lease");
    alter("UPDATE worker SET gone = 1");
    assertWarned("1 jobs run under workers that are gone");
  }

  @Test
  void filesThatAreOpenToOthersAreFound() throws Exception {
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
      Path log = folder.resolve("jobs.db-wal");
      for (Path path : List.of(log, file, folder.resolve("jobs.db.live"))) {
        var rights = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr--r--"));
        assertWarned(path + " is open to other users", "rwxr--r--");
        Files.setPosixFilePermissions(path, rights);
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertWarned("other users may put other files", folder.toString());
    }
  }
}
