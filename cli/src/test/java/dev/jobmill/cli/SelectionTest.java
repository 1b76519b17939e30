package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  private static final Terminal SOMEBODY = new Terminal(true, true, true, 80, 24);

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private int count(String state) {
    return shell.run("list", "--state", state, "--limit", "9999").lines().size();
  }

  @Test
  void allThatFiltersFindAreCancelled() {
    shell.runWithInput("{}\n".repeat(450), "submit", "echo", "--payload", "-", "--tag", "x");
    shell.run("submit", "echo", "--queue", "other");

    Shell.Ran ran = shell.run("cancel", "--all", "--tag", "x");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("450 of 450 jobs cancelled, or asked to stop\n");
    assertThat(count("cancelled")).isEqualTo(450);
    assertThat(count("queued")).isEqualTo(1);
  }

  @Test
  void endedJobsDoNotCountAsFoundByACancel() {
    shell.run("cancel", shell.run("submit", "echo").id());
    shell.run("submit", "echo");

    assertThat(shell.run("cancel", "--all", "--json").out())
        .isEqualTo("{\"matched\":1,\"done\":1}\n");
  }

  @Test
  void failedJobsAreRetriedTogether() {
    shell.run("run", "fail", "-q");
    shell.run("run", "fail", "-q");
    shell.run("run", "echo", "-q");

    Shell.Ran ran = shell.run("retry", "--all", "--state", "failed");

    assertThat(ran.out()).isEqualTo("2 of 2 jobs queued again\n");
    assertThat(count("queued")).isEqualTo(2);
    assertThat(count("completed")).isEqualTo(1);
  }

  @Test
  void aLimitTakesTheNewest() {
    String old = shell.run("submit", "echo").id();
    shell.run("submit", "echo");
    shell.run("submit", "echo");

    Shell.Ran ran = shell.run("cancel", "--all", "--limit", "2");

    assertThat(ran.out()).isEqualTo("2 of 2 jobs cancelled\n");
    assertThat(shell.run("list", "--state", "queued").id()).startsWith(old);
  }

  @Test
  void deletesEndedJobsOnly() {
    String ended = shell.run("submit", "echo").id();
    shell.run("cancel", ended);
    String waiting = shell.run("submit", "echo").id();

    Shell.Ran deleted = shell.run("delete", ended);
    Shell.Ran late = shell.run("delete", waiting);

    assertThat(deleted.out()).isEqualTo("1 job deleted\n");
    assertThat(shell.run("show", ended).status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(late.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(late.err().lines()).singleElement().asString().contains(waiting, "queued");
    assertThat(count("queued")).isEqualTo(1);
  }

  @Test
  void aJobThatOthersWaitForCannotBeDeleted() {
    shell.run("run", "echo", "-q");
    String ended = shell.run("list").id().substring(0, 36);
    String after = shell.run("submit", "echo", "--after", ended, "--delay", "1h").id();

    Shell.Ran refused = shell.run("delete", ended);
    Shell.Ran all = shell.run("delete", "--all");
    shell.run("cancel", after);

    assertThat(refused.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(refused.out()).isEqualTo("0 jobs deleted\n");
    assertThat(refused.err().lines()).singleElement().asString().contains(ended, "come after");
    assertThat(all.status()).isZero();
    assertThat(all.out()).isEqualTo("0 jobs deleted\n");
    assertThat(all.err()).contains("1 job was left alone");
    assertThat(shell.run("delete", ended).status()).isZero();
  }

  @Test
  void aTerminalIsAskedBeforeSeveralAreChanged() {
    shell.run("submit", "echo");
    shell.run("submit", "echo");
    shell.terminal = SOMEBODY;

    Shell.Ran no = shell.runWithInput("\n", "cancel", "--all");
    Shell.Ran end = shell.runWithInput("", "cancel", "--all");
    int left = shell.memory.lookup().count().totals().size();
    Shell.Ran yes = shell.runWithInput("y\n", "cancel", "--all");

    assertThat(no.status()).isZero();
    assertThat(no.out()).isEmpty();
    assertThat(no.err()).contains("cancel 2 jobs? [y/N]", "nothing was changed");
    assertThat(end.err()).contains("nothing was changed");
    assertThat(left).isEqualTo(1);
    assertThat(yes.out()).startsWith("2 of 2 jobs cancelled");
  }

  @Test
  void oneJobAndYesAreNotAskedAbout() {
    String one = shell.run("submit", "echo").id();
    String two = shell.run("submit", "echo").id();
    String three = shell.run("submit", "echo").id();
    shell.terminal = SOMEBODY;

    assertThat(shell.runWithInput("", "cancel", one).err()).isEmpty();
    assertThat(shell.runWithInput("", "cancel", two, three, "--yes").err()).isEmpty();
    assertThat(shell.runWithInput("", "retry", "--all", "-y").out()).startsWith("3 of 3 jobs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cancel --state queued",
        "retry --limit 3",
        "delete",
        "delete --all 0199a5b1-7c3e-7d2a-9f00-1234567890ab",
        "delete --all --state done",
        "cancel --all --limit 0",
        "cancel --all --since yesterday",
      })
  void wrongUsageIsOneLineAndChangesNothing(String line) {
    shell.run("submit", "echo");

    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
    assertThat(count("queued")).isEqualTo(1);
  }
}
