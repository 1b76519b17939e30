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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QueuesTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @Test
  void listsQueuesWithWhatWaitsAndTheirLimit() {
    shell.run("submit", "echo");
    shell.run("submit", "echo", "--queue", "night", "--delay", "1h");

    Shell.Ran limited = shell.run("queues", "limit", "night", "5");
    Shell.Ran paused = shell.run("queues", "pause", "night");
    shell.run("queues", "limit", "default", "none");

    assertThat(limited.out()).isEqualTo("queue night takes in up to 5\n");
    assertThat(paused.out()).isEqualTo("queue night paused\n");
    assertThat(paused.err()).isEmpty();
    assertThat(shell.run("queues").lines())
        .containsExactly("default  1  none  open", "night    1  5     paused");
    assertThat(shell.run("queues", "--json").lines())
        .containsExactly(
            "{\"name\":\"default\",\"waiting\":1,\"paused\":false}",
            "{\"name\":\"night\",\"waiting\":1,\"limit\":5,\"paused\":true}");
    shell.terminal = new Terminal(true, true, 80, 24);
    assertThat(shell.run("queues", "--no-color").lines().getFirst())
        .isEqualTo("QUEUE    WAITING  LIMIT  STATE");
  }

  @Test
  void aQueueThatWasNeverSeenIsNoted() {
    Shell.Ran ran = shell.run("queues", "pause", "nihgt", "--json");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("queue nihgt is new");
    assertThat(ran.out()).contains("\"name\":\"nihgt\"", "\"paused\":true");
  }

  @Test
  void listsTypesAndPausesThem() {
    shell.run("submit", "echo");

    assertThat(shell.run("types").lines()).containsExactly("echo  open");
    assertThat(shell.run("types", "pause", "echo").out()).isEqualTo("job type echo paused\n");
    assertThat(shell.run("types", "--json").lines())
        .containsExactly("{\"name\":\"echo\",\"paused\":true}");
    assertThat(shell.run("types", "resume", "echo").out()).isEqualTo("job type echo goes on\n");
    assertThat(shell.run("types", "pause", "ehco").err()).contains("job type ehco is new");
  }

  @Test
  void workUntilEmptyLeavesOutWhatIsPaused() {
    shell.run("submit", "echo");
    shell.run("submit", "echo", "--queue", "night");
    shell.run("submit", "file", "--payload", "{}");
    shell.run("queues", "pause", "night");
    shell.run("types", "pause", "file");

    Shell.Ran some = shell.run("work", "--until-empty");
    Shell.Ran none = shell.run("work", "--until-empty", "--queues", "night");
    int left = shell.run("list", "--state", "queued").lines().size();
    shell.run("queues", "resume", "night");
    shell.run("types", "resume", "file");
    shell.run("work", "--until-empty");

    assertThat(some.status()).isZero();
    assertThat(some.err()).contains("2 jobs are left, paused");
    assertThat(none.status()).isZero();
    assertThat(left).isEqualTo(2);
    assertThat(shell.run("list", "--state", "completed").lines()).hasSize(3);
  }

  @Test
  void runSaysThatItsQueueIsPausedAndGoesOnWhenItIsResumed() throws Exception {
    shell.run("queues", "pause", "default");
    CompletableFuture<Shell.Ran> run = shell.start("run", "echo");

    while (shell.memory.registries().workers().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(run).isNotDone();
    shell.run("queues", "resume", "default");

    Shell.Ran ran = run.get(30, TimeUnit.SECONDS);
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo("{}\n");
    assertThat(ran.err()).contains("queue default is paused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queues stop default",
        "queues pause",
        "queues pause a b",
        "queues pause no/name",
        "queues limit default",
        "queues limit default many",
        "queues limit default -1",
        "types limit echo 1",
        "types pause",
        "queues surplus surplus surplus surplus",
      })
  void wrongUsageIsOneLineAndChangesNothing(String line) {
    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
    assertThat(shell.run("queues").out()).isEmpty();
  }
}
