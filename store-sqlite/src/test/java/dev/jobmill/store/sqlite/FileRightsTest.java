package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobmill.job.StoreUnavailable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that belongs to somebody else.
class FileRightsTest {
  @TempDir Path folder;

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void chmod(Path path, String rights) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  @Test
  void denialIsAMatterOfRightsAndNothingElseIs() throws Exception {
    Path file = Files.createFile(folder.resolve("jobs.db"));
    chmod(file, "rw-r-----");
    StoreUnavailable denied =
        FileRights.denied(file, new AccessDeniedException(file + ".live/new.lock"));
    assertThat(denied)
        .hasMessageContaining("belongs to another")
        .hasMessageContaining("run as its owner");
    assertThat(FileRights.denied(file, new AccessDeniedException(file.toString())))
        .hasMessageContaining(System.getProperty("user.name") + ", rw-r-----");
    assertThat(FileRights.denied(file, new FileSystemException("no locks available"))).isNull();
    assertThat(FileRights.isOpenToOthers(file)).isTrue();
    chmod(file, "rw-------");
    assertThat(FileRights.isOpenToOthers(file)).isFalse();
  }

  @Test
  void fileThatMayNotBeWrittenIsRefusedAndNothingIsMadeBesideIt() throws Exception {
    assumeTrue(!isRoot(), "root may write everything");
    Path file = Files.createFile(folder.resolve("jobs.db"));
    chmod(file, "r--------");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> SqliteJobStore.at(file))
        .withMessageContaining("may not be used by this user")
        .withMessageContaining("r--------");
    try (Stream<Path> there = Files.list(folder)) {
      assertThat(there).containsExactly(file);
    }
  }

  @Test
  void storeOfAnotherUserIsReportedAsSuch() throws Exception {
    assumeTrue(isRoot() && Files.isExecutable(Path.of("/usr/bin/setpriv")), "root with setpriv");
    chmod(folder, "rwxr-xr-x");
    Path data = Files.createDirectory(folder.resolve("data"));
    Path file = data.resolve("jobs.db");
    String classPath = readableClassPath();
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.admit(store.admission());
      for (String rights : List.of("rwx------", "rwxr-xr-x", "rwxrwxrwx")) {
        chmod(data, rights);
        assertThat(asNobody(classPath, file.toString()))
            .describedAs(rights)
            .contains("StoreUnavailable: store " + file + " may not be used by this user")
            .contains("root, rw")
            .doesNotContain("cannot be locked");
      }
      assertThat(asNobody(classPath, file.toString(), "examine"))
          .contains("level=BAD", "may not be read (root, rw-------)", "run this as its owner");
      chmod(data, "rwx------");
      assertThat(asNobody(classPath, file.toString(), "examine"))
          .contains("level=BAD", "folder " + data + " may not be entered");
      chmod(data, "rwxrwxrwx");
      chmod(file, "rw-rw-rw-");
      assertThat(asNobody(classPath, file.toString()))
          .describedAs("the file alone was opened to others")
          .contains("StoreUnavailable: store " + file + " may not be used by this user");
      assertThat(asNobody(classPath, file.toString(), "examine"))
          .contains("who uses the store cannot be seen");
    }
  }

  private static String asNobody(String classPath, String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                OtherProcess.command(
                    classPath,
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                    List.of(),
                    arguments))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /// Copies of what this test runs with, since another user may not be let in where it stands.
  private String readableClassPath() throws IOException {
    Path copies = Files.createDirectory(folder.resolve("class-path"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = copies.resolve(Integer.toString(entries.size()) + "-" + from.getFileName());
      if (Files.exists(from)) {
        copy(from, to);
        entries.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.copy(path, from.equals(path) ? to : copy);
        chmod(from.equals(path) ? to : copy, "rwxr-xr-x");
      }
    }
  }
}
