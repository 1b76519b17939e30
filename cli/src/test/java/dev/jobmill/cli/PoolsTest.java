package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.WorkerPool;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.store.WorkerStatus;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pools on the command line, and the stacks of what runs in them.
@Timeout(60)
class PoolsTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private static void assertPool(String text, String name, int size, String... queues) {
    WorkerPool pool = PoolOption.parse(text);
    assertThat(pool.name()).isEqualTo(name);
    assertThat(pool.size()).isEqualTo(size);
    assertThat(pool.queues()).containsExactly(queues);
  }

  @Test
  void poolsAreReadAsTheyAreWritten() {
    assertPool("all=*:2", "all", 2);
    assertPool("mail=mail:4", "mail", 4, "mail");
    assertPool("p=b,a:10000", "p", 10_000, "b", "a");
    assertPool("p=team:a,team:b:3", "p", 3, "team:a", "team:b");
    assertPool("p=a=3,b:4", "p", 4, "a", "b");
    assertPool("p=urgent/bulk:1", "p", 1, "urgent", "bulk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p",
        "p=a",
        "p=:3",
        "=a:3",
        "p=a:0",
        "p=a:10001",
        "p=a:x",
        "p=a,,b:3",
        "p=a,a:3",
        "p=a=0:3",
        "p=a=101,b:3",
        "p=a=1,a=2:3",
        "p=a/a:3",
        "p q=a:3",
        "p=*,a:3"
      })
  void malformedPoolsAreRefusedBeforeAnythingIsDone(String text) {
    assertThatThrownBy(() -> PoolOption.parse(text)).isInstanceOf(InvalidRequest.class);
    Shell.Ran ran = shell.run("work", "--pool", text);
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).startsWith("jobmill: ").hasLineCount(1);
  }

  @Test
  void twoPoolsOfOneNameAreRefused() {
    Shell.Ran ran = shell.run("work", "--pool", "p=a:1", "--pool", "p=b:1");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("pool p is there already");
    assertThat(shell.run("work", "--slots", "2", "--pool", "default=b:1").err())
        .contains("pool default is defined twice");
  }

  @Test
  void aWorkerWithPoolsServesTheirQueuesAndNoOthers() {
    shell.run("submit", "echo", "--queue", "a");
    shell.run("submit", "echo", "--queue", "b");
    shell.run("submit", "echo", "--queue", "c");
    Shell.Ran ran = shell.run("work", "--until-empty", "--pool", "p=a:1", "--pool", "q=b:1", "-q");
    assertThat(ran.status()).isZero();
    assertThat(shell.memory.lookup().count().of(JobState.COMPLETED)).isEqualTo(2);
    assertThat(shell.memory.lookup().count().of(JobState.QUEUED)).isEqualTo(1);
    assertThat(shell.run("work", "--until-empty", "--pool", "p=*:1", "-q").status()).isZero();
    assertThat(shell.memory.lookup().count().of(JobState.COMPLETED)).isEqualTo(3);
  }

  @Test
  void statsTellHowBusyThePoolsAre() throws Exception {
    shell.run("submit", "block", "--queue", "a");
    CompletableFuture<Shell.Ran> work =
        shell.start("work", "--pool", "p=a:3", "--pool", "rest=*:2", "-q");
    shell.blocked.await();
    awaitStatus();
    assertThat(shell.run("stats").out()).containsPattern("worker w-\\S+: pool rest . of 2 slots");
    assertThat(shell.run("stats", "--json").out())
        .contains("\"pools\":[{\"name\":\"p\",\"size\":3,\"busy\":")
        .contains("\"stuck\":0,\"claiming\":true}");
    shell.signals.send();
    shell.signals.send();
    work.join();
  }

  /// The worker says it with its first renewal.
  private void awaitStatus() {
    WorkerStatus status = null;
    while (status == null) {
      status = shell.memory.registries().workers().getFirst().status();
      Thread.onSpinWait();
    }
  }

  @Test
  void stackOfARunningJobIsAskedOfItsWorker() throws Exception {
    String id = shell.run("submit", "block").id();
    CompletableFuture<Shell.Ran> work = shell.start("work", "-q");
    shell.blocked.await();

    Shell.Ran shown = shell.run("show", id, "--stack");
    assertThat(shown.err()).isEmpty();
    assertThat(shown.status()).isZero();
    assertThat(shown.lines().getFirst()).startsWith("job " + id + "  run 1  20");
    assertThat(shown.lines().get(1)).startsWith("  \"job block " + id + "\" virtual ");
    assertThat(shown.out()).contains("\n    at ", "dev.jobmill.cli.Shell");
    assertThat(shell.run("show", id, "--stack", "--json").out())
        .startsWith("{\"id\":\"" + id + "\",\"run\":1,\"at\":\"20")
        .contains("\"stack\":\"\\\"job block");

    shell.run("cancel", id);
    shell.signals.send();
    work.join();
    Shell.Ran kept = shell.run("show", id, "--stack");
    assertThat(kept.status()).isZero();
    assertThat(kept.out()).contains("job block " + id, "dev.jobmill.cli.Shell");
  }

  @Test
  void jobsThatHaveNoStackAreNamed() {
    String waiting = shell.run("submit", "echo").id();
    Shell.Ran ran = shell.run("show", waiting, "--stack");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("jobmill: job " + waiting + " is queued and has no stack: ");
    assertThat(shell.run("show", waiting, "--stack", "--save", "x").status()).isEqualTo(2);
    Shell.Ran unknown = shell.run("show", "0199aaaa-0000-7000-8000-000000000000", "--stack");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("is unknown");
  }
}
