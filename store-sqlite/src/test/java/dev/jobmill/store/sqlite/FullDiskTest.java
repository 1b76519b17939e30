package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobmill.job.JobId;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small disk of its own that is really full.
class FullDiskTest {
  @TempDir Path folder;

  private Path disk = Path.of("");
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = runs("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    assumeTrue(mounted, "a small disk can be mounted here, which only root may do");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(runs("umount", disk.toString())).isTrue();
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private Path fill() throws IOException {
    Path filler = disk.resolve("filler");
    try (FileChannel channel =
        FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocate(4096);
      boolean room = true;
      while (room) {
        try {
          channel.write(page.clear());
        } catch (IOException full) {
          room = false;
        }
      }
    }
    return filler;
  }

  @Test
  void storeGoesOnWhenThereIsRoomAgainAndHasLostNothing() throws Exception {
    Path file = disk.resolve("jobs.db");
    try (SqliteJobStore store = SqliteJobStore.at(file);
        OtherProcess other = OtherProcess.on(file)) {
      List<JobId> acknowledged = new ArrayList<>();
      acknowledged.add(Jobs.admit(store.admission()));
      for (int outage = 0; outage < 2; outage++) {
        Path filler = fill();
        for (int i = 0; i < 3; i++) {
          assertThatExceptionOfType(StoreUnavailable.class)
              .isThrownBy(() -> admitUntilFull(store, acknowledged))
              .isNotInstanceOf(OutcomeUnknown.class)
              .withMessageContaining("disk is full");
          assertThat(store.lookup().find(acknowledged)).containsOnlyKeys(acknowledged);
        }
        Files.delete(filler);
        acknowledged.add(Jobs.admit(store.admission()));
        other.tell("admit 1");
      }
      assertThat(store.lookup().find(acknowledged)).containsOnlyKeys(acknowledged);
    }
  }

  /// What is left of the last page of the log may take some more.
  private static void admitUntilFull(SqliteJobStore store, List<JobId> acknowledged) {
    for (int i = 0; i < 1_000; i++) {
      acknowledged.add(Jobs.admit(store.admission()));
    }
  }

  @Test
  void turnDependsOnNoRoom() throws Exception {
    Path file = disk.resolve("jobs.db.turn");
    try (Turnstile turnstile = new Turnstile(file)) {
      fill();
      turnstile.enter();
      turnstile.leave();
      turnstile.enter();
      turnstile.leave();
      assertThat(file).isEmptyFile();
    }
  }
}
