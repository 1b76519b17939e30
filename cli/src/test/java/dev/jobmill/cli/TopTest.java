package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class TopTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  /// A worker with one running job, in a queue of its own beside a paused one with one job.
  private CompletableFuture<Shell.Ran> work() throws InterruptedException {
    shell.run("submit", "echo", "--queue", "resting");
    shell.run("queues", "pause", "resting");
    shell.run("submit", "block", "--queue", "busy");
    CompletableFuture<Shell.Ran> work = shell.start("work", "--until-empty", "--slots", "3");
    shell.blocked.await();
    return work;
  }

  private void end(CompletableFuture<Shell.Ran> work) throws Exception {
    shell.run("cancel", "--all", "--queue", "busy", "--yes");
    assertThat(work.get(30, TimeUnit.SECONDS).status()).isZero();
  }

  @Test
  void showsQueuesWorkersAndRunningJobsOnceWhereNoTerminalDrawsThem() throws Exception {
    CompletableFuture<Shell.Ran> work = work();

    Shell.Ran ran = shell.run("top");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("1 processing")
        .containsPattern("QUEUE +PENDING +QUEUED +RUNNING")
        .containsPattern("busy +0 +0 +1 ")
        .containsPattern("resting +0 +1 +0 .*paused")
        .containsPattern("…\\w+ +" + ProcessHandle.current().pid() + "@\\S+ +1/3 ")
        .containsPattern("block +busy +…\\w+ +1/3 ");
    end(work);
  }

  @Test
  void printsOneObject() throws Exception {
    CompletableFuture<Shell.Ran> work = work();

    Shell.Ran ran = shell.run("top", "--json");

    JsonNode seen = JsonMapper.shared().readTree(ran.out());
    assertThat(seen.get("counts").get("states").get("processing").intValue()).isEqualTo(1);
    assertThat(seen.get("queues")).hasSize(2);
    assertThat(seen.get("workers").get(0).get("running").intValue()).isEqualTo(1);
    assertThat(seen.get("running").get(0).get("queue").stringValue()).isEqualTo("busy");
    end(work);
  }

  @Test
  void givesTheScreenBackAtTheFirstSignal() throws Exception {
    shell.terminal = new Terminal(true, true, 80, 5);
    PipedLines out = new PipedLines();
    CompletableFuture<Shell.Ran> top =
        CompletableFuture.supplyAsync(
            () -> shell.runInto(out, "top", "--no-color"), task -> Thread.ofPlatform().start(task));
    out.first.await();

    shell.signals.sendLast();

    assertThat(top.get(30, TimeUnit.SECONDS).status()).isZero();
    assertThat(out.toString()).startsWith("\u001b[?1049h").endsWith("\u001b[?1049l");
    assertThat(out.toString()).contains("… ").contains("more lines");
  }

  @Test
  void anIntervalThatIsTooShortIsRefused() {
    Shell.Ran ran = shell.run("top", "--interval", "5ms");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err()).contains("--interval 5ms is out of range: use 100ms to 1d");
  }
}
