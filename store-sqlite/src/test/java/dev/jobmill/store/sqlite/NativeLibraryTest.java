package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What processes that are killed leave in the temporary folder.
class NativeLibraryTest {
  @TempDir Path folder;

  private Path temporary = Path.of("");
  private Path kept = Path.of("");

  @BeforeEach
  void makeTemporaryFolder() throws Exception {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    kept = temporary.resolve("jobmill-" + System.getProperty("user.name"));
  }

  private OtherProcess start(String name, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Djava.io.tmpdir=" + temporary);
    return OtherProcess.on(folder.resolve(name), List.of(), all);
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> all = Files.walk(temporary)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void killedProcessesLeaveOneLibraryHoweverManyTheyAre() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<OtherProcess>> starting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String name = i + ".db";
        starting.add(threads.submit(() -> start(name)));
      }
      for (Future<OtherProcess> other : starting) {
        other.get().tell("admit 1");
        other.get().kill();
      }
    }
    List<Path> left = files();
    assertThat(left).hasSize(1).allSatisfy(path -> assertThat(path).hasParent(kept));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    try (OtherProcess again = start("0.db")) {
      again.kill();
    }
    assertThat(files()).isEqualTo(left);
  }

  @Test
  void libraryThatIsNotWhatTheDriverHasIsReplaced() throws Exception {
    try (OtherProcess first = start("0.db")) {
      first.end();
    }
    Path library = files().getFirst();
    byte[] code = Files.readAllBytes(library);
    Files.writeString(library, "cut off");
    try (OtherProcess second = start("0.db")) {
      second.end();
    }
    assertThat(files()).containsExactly(library);
    assertThat(Files.readAllBytes(library)).isEqualTo(code);
  }

  @Test
  void folderThatOthersMayWriteToIsNotTrusted() throws Exception {
    Files.createDirectory(kept);
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (OtherProcess other = start("0.db")) {
      other.tell("admit 1");
      other.end();
    }
    assertThat(kept).isEmptyDirectory();
  }

  @Test
  void whoTellsTheDriverWhereToUnpackIsObeyed() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    try (OtherProcess other = start("0.db", "-Dorg.sqlite.tmpdir=" + own)) {
      try (Stream<Path> unpacked = Files.list(own)) {
        assertThat(unpacked).isNotEmpty();
      }
      other.end();
    }
    assertThat(kept).doesNotExist();
  }
}
