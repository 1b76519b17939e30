package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchTest {
  private static final String UNKNOWN = "01a20dd0-0000-7000-8000-000000000000";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @Test
  void tellsTheEndOfJobsThatRunElsewhere() throws Exception {
    String good = shell.run("submit", "echo").id();
    CompletableFuture<Shell.Ran> watch = shell.start("watch", good);
    shell.run("work", "--until-empty");

    Shell.Ran ran = watch.get(30, TimeUnit.SECONDS);

    assertThat(ran.status()).isZero();
    assertThat(ran.lines().getLast()).contains(good, "completed after");
  }

  @Test
  void showsTheLogAndWhyAJobFailed() {
    String id = shell.run("submit", "exec", "--", "sh", "-c", "echo hello; exit 3").id();
    shell.run("work", "--until-empty");

    Shell.Ran ran = shell.run("watch", id);

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().getFirst()).contains(id, "info: hello");
    assertThat(ran.lines().getLast()).contains("failed after", "status 3");
  }

  @Test
  void printsOneObjectPerChangeAndTheWholeJobAtItsEnd() {
    String id = shell.run("submit", "exec", "--", "echo", "hello").id();
    shell.run("work", "--until-empty");

    Shell.Ran ran = shell.run("watch", id, "--json");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines().getFirst()).contains("\"message\":\"hello\"");
    assertThat(ran.lines().getLast()).startsWith("{\"id\":").contains("\"result\":{");
  }

  @Test
  void anUnknownJobIsStatusOneWhileTheOthersAreFollowed() {
    String id = shell.run("submit", "echo").id();
    shell.run("work", "--until-empty");

    Shell.Ran ran = shell.run("watch", id, UNKNOWN);

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.out()).contains("completed");
    assertThat(ran.err()).contains(UNKNOWN + " is unknown");
  }

  @Test
  void ctrlCLeavesTheJobAlone() throws Exception {
    String id = shell.run("submit", "block").id();
    CompletableFuture<Shell.Ran> work = shell.start("work", "--until-empty");
    shell.blocked.await();
    PipedLines out = new PipedLines();
    CompletableFuture<Shell.Ran> watch =
        CompletableFuture.supplyAsync(
            () -> shell.runInto(out, "watch", id), task -> Thread.ofPlatform().start(task));
    out.first.await();

    // The worker hears it as well: it is told apart by what becomes of the watch alone.
    shell.signals.sendLast();

    Shell.Ran ran = watch.get(30, TimeUnit.SECONDS);
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("left 1 job alone");
    assertThat(shell.run("list", "--state", "processing").out()).contains(id);
    shell.run("cancel", id);
    assertThat(work.get(30, TimeUnit.SECONDS).status()).isZero();
  }

  @Test
  void aTerminalIsLeftWithTheEndsAlone() {
    String id = shell.run("submit", "echo").id();
    shell.run("work", "--until-empty");
    shell.terminal = new Terminal(true, true, 100, 24);

    Shell.Ran ran = shell.run("watch", id, "--no-color");

    assertThat(ran.lines()).singleElement().asString().contains(JobState.COMPLETED.wireName());
  }

  @Test
  void newLinesOfALogAreFoundByWhatWasThereBefore() {
    List<LogLine> log = IntStream.range(0, 6).mapToObj(WatchTest::line).toList();

    assertThat(LogTail.fresh(List.of(), log)).isEqualTo(log);
    assertThat(LogTail.fresh(log, log)).isEmpty();
    assertThat(LogTail.fresh(log.subList(0, 3), log)).isEqualTo(log.subList(3, 6));
    assertThat(LogTail.fresh(log.subList(0, 3), log.subList(2, 6))).isEqualTo(log.subList(3, 6));
    assertThat(LogTail.fresh(log.subList(0, 2), log.subList(3, 6))).isEqualTo(log.subList(3, 6));
  }

  private static LogLine line(int n) {
    return new LogLine(1, Instant.EPOCH, LogLine.Level.INFO, "line " + n);
  }
}
