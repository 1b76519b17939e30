package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobmill.job.JobId;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Queues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands on the disk, and what is said when it does not suit.
class StoreFilesTest {
  static final FileAttribute<?> OWN_RIGHTS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("jobs.db");
  }

  private static String rights(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> SqliteJobStore.at(path))
        .satisfies(refused -> assertThat(refused.getMessage()).contains(parts).hasLineCount(1));
  }

  private static void alter(Path path, String sql) throws Exception {
    try (Session session = Session.writing(path, 1_000)) {
      session.execute(sql);
    }
  }

  @Test
  void everythingIsForItsOwnerAlone() throws Exception {
    Path deep = folder.resolve("data").resolve("jobmill").resolve("jobs.db");
    try (SqliteJobStore store = SqliteJobStore.at(deep)) {
      Jobs.admit(store.admission());
      try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
        for (Path path : all.toList()) {
          assertThat(rights(path))
              .describedAs("%s", path)
              .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
        }
      }
      assertThat(deep.resolveSibling("jobs.db-wal")).exists();
    }
  }

  @Test
  void closedStoreLeavesOnlyWhatIsNeeded() throws Exception {
    SqliteJobStore store = SqliteJobStore.at(file);
    JobId job = Jobs.admit(store.admission());
    store.close();
    store.close();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("jobs.db", "jobs.db.turn", "jobs.db.live");
    }
    assertThat(file.resolveSibling("jobs.db.live")).isEmptyDirectory();
    try (SqliteJobStore again = SqliteJobStore.at(file)) {
      assertThat(again.lookup().find(List.of(job))).containsOnlyKeys(job);
    }
  }

  @Test
  void fileIsOpenedOnceInAProcessWhateverItIsCalled() throws Exception {
    Path link = folder.resolve("link.db");
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      assertThat(store.describe()).isEqualTo("sqlite:" + file.toRealPath());
      Files.createSymbolicLink(link, file);
      assertRefused(file, "open in this process already");
      assertRefused(link, "open in this process already", "jobs.db");
    }
    SqliteJobStore.at(link).close();
  }

  @Test
  void folderIsRefused() {
    assertRefused(folder, "is a folder");
  }

  @Test
  void folderThatCannotBeWrittenToIsNamed() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    assertRefused(inTheWay.resolve("jobs.db"), "cannot be made", inTheWay.toString());
    Path proc = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(proc));
    assertRefused(proc.resolve("jobs.db"), "cannot be made", "folder that you may write to");
  }

  @Test
  void nameMayHoldWhatMeansSomethingToTheDriver() {
    Path odd = folder.resolve("what?cache=shared#1%20.db");
    JobId job;
    try (SqliteJobStore store = SqliteJobStore.at(odd)) {
      job = Jobs.admit(store.admission());
    }
    assertThat(odd).isNotEmptyFile();
    try (SqliteJobStore store = SqliteJobStore.at(odd)) {
      assertThat(store.lookup().find(List.of(job))).containsOnlyKeys(job);
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedAndNotTouched() throws Exception {
    String text = "dear diary, ".repeat(1_000);
    Files.writeString(file, text);
    assertRefused(file, "not a Jobmill store", "name another file");
    assertThat(file).hasContent(text);
  }

  @Test
  void databaseOfSomethingElseIsRefused() throws Exception {
    alter(file, "CREATE TABLE poem (line TEXT)");
    assertRefused(file, "not a Jobmill store");
  }

  @Test
  void newerSchemaIsRefused() throws Exception {
    SqliteJobStore.at(file).close();
    alter(file, "INSERT INTO migration VALUES (99, '099-future.sql', 'x', 0)");
    assertRefused(file, "newer Jobmill", "schema 99", "this one knows");
  }

  @Test
  void schemaThatWasMadeOtherwiseIsRefused() throws Exception {
    SqliteJobStore.at(file).close();
    alter(file, "UPDATE migration SET checksum = 'x'");
    assertRefused(file, "001-jobs.sql");
  }

  @Test
  void refusedFileMayBeOpenedWhenItIsMended() throws Exception {
    Files.writeString(file, "dear diary, ".repeat(1_000));
    assertRefused(file, "not a Jobmill store");
    Files.delete(file);
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Queues queues = store.queues();
      assertThat(queues.queues()).isEmpty();
    }
  }
}
