package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobmill.job.JobState;
import dev.jobmill.store.sqlite.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fails when it is told to keep what was written. A tracer makes the system calls of
/// another process fail for real.
class FailingSyncTest {
  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void makeStore() throws Exception {
    assumeTrue(canTrace(), "strace is there and may trace");
    file = folder.resolve("jobs.db");
    SqliteJobStore.at(file).close();
  }

  private static boolean canTrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private OtherProcess whereSyncsFail(String when) throws IOException {
    List<String> tracer =
        List.of(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO:when=" + when);
    return OtherProcess.on(file, tracer, List.of());
  }

  /// @param when which of the calls of each thread fail, as `strace` has it
  private List<String> admitWhileSyncsFail(String when) throws Exception {
    try (OtherProcess other = whereSyncsFail(when)) {
      List<String> answers = List.of(other.ask("try 12").split(" "));
      other.end();
      return answers;
    }
  }

  private long inTheStore() {
    assertThat(SqliteDoctor.examine(file).worst()).isNotEqualTo(Level.BAD);
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      return store.lookup().count().of(JobState.QUEUED);
    }
  }

  @Test
  void oneSyncThatFailsIsTheUnknownOutcomeOfOneCommitAndNothingElse() throws Exception {
    List<String> answers = admitWhileSyncsFail("6");
    assertThat(answers).hasSize(12).containsOnly("admitted", "unknown");
    assertThat(answers).containsOnlyOnce("unknown").last().isEqualTo("admitted");
    assertThat(inTheStore()).isBetween(11L, 12L);
  }

  @Test
  void nothingIsAcknowledgedWhileSyncsFail() throws Exception {
    List<String> answers = admitWhileSyncsFail("6+");
    int first = answers.indexOf("unknown");
    assertThat(first).isPositive();
    assertThat(answers.subList(first, answers.size())).doesNotContain("admitted");
    int unknown = Collections.frequency(answers, "unknown");
    assertThat(inTheStore()).isBetween((long) first, (long) first + unknown);
  }

  @Test
  void nothingIsWrittenBehindWhatTheDiskFailedToKeep() throws Exception {
    try (OtherProcess other = whereSyncsFail("6");
        Session reader = Session.reading(file, 1_000)) {
      // While somebody is there, the log is not deleted with the connection that failed.
      assertThat(reader.number("SELECT count(*) FROM job", 0)).isZero();
      while (other.ask("try 1").equals("admitted")) {
        assertThat(Files.size(log())).isPositive();
      }
      long inDoubt = Files.size(log());
      assertThat(other.ask("try 1")).isEqualTo("admitted");
      assertThat(Files.size(log())).describedAs("the log was begun anew").isLessThan(inDoubt);
      other.end();
    }
  }

  private Path log() {
    return folder.resolve("jobs.db-wal");
  }
}
