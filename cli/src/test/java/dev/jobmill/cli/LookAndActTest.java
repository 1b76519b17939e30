package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookAndActTest {
  private static final String UNKNOWN = "0199a5b1-7c3e-7d2a-9f00-1234567890ab";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private String submit(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "submit";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return shell.run(arguments).id();
  }

  @Test
  void listsNewestFirstWithOneLineEach() {
    String first = submit("echo");
    String second = submit("echo", "--delay", "1h");

    Shell.Ran ran = shell.run("list");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().getFirst()).startsWith(second).contains("pending", "scheduled due ");
    assertThat(ran.lines().getLast()).startsWith(first).contains("queued", "echo", "default");
  }

  @Test
  void aTerminalGetsAHeadingAndColoursUnlessTheyAreNotWanted() {
    submit("echo");
    shell.terminal = new Terminal(true, true, 100, 30);

    assertThat(shell.run("list").out()).contains("\u001b[").contains("ID").contains("STATE");
    assertThat(shell.run("list", "--no-color").out()).doesNotContain("\u001b").contains("STATE");
    shell.environment.put("NO_COLOR", "1");
    assertThat(shell.run("list").out()).doesNotContain("\u001b").contains("STATE");
  }

  @Test
  void filtersNarrowTheList() {
    String night = submit("echo", "--queue", "night");
    String tagged = submit("file", "--payload", "{}", "--tag", "x");
    submit("echo", "--delay", "1h");

    assertThat(shell.run("list", "--queue", "night").out()).startsWith(night);
    assertThat(shell.run("list", "--tag", "x").lines()).singleElement().asString().contains(tagged);
    assertThat(shell.run("list", "--type", "file").lines()).hasSize(1);
    assertThat(shell.run("list", "--state", "pending,failed").lines()).hasSize(1);
    assertThat(shell.run("list", "--state=pending", "--state", "queued").lines()).hasSize(3);
    assertThat(shell.run("list", "--limit", "2").lines()).hasSize(2);
    assertThat(shell.run("list", "--since", "1h").lines()).hasSize(3);
    assertThat(shell.run("list", "--since", "2099-01-01T00:00:00Z").lines()).isEmpty();
  }

  @Test
  void aListMayBeLongerThanAPage() {
    shell.runWithInput("{}\n".repeat(1_500), "submit", "echo", "--payload", "-");

    assertThat(shell.run("list", "--limit", "1200").lines()).hasSize(1_200);
    assertThat(shell.run("list", "--limit", "5000", "--json").lines())
        .hasSize(1_500)
        .doesNotHaveDuplicates();
  }

  @Test
  void aReaderThatHasGoneEndsTheListWithoutAWord() {
    shell.runWithInput("{}\n".repeat(1_500), "submit", "echo", "--payload", "-");

    Shell.Ran ran = shell.runInto(new FailingPipe("Broken pipe"), "list", "--limit", "1500");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aTerminalIsShownJsonOverSeveralLinesAndAPipeOnOne() {
    String payload = "{\"list\":[" + "\"a rather long text\",".repeat(9) + "1]}";
    String id = shell.run("submit", "echo", "--payload", payload).id();

    Shell.Ran pipe = shell.run("show", id);
    shell.terminal = new Terminal(true, true, 80, 24);
    Shell.Ran terminal = shell.run("show", id, "--no-color");

    assertThat(pipe.out()).contains(payload);
    assertThat(terminal.lines()).contains("                 \"a rather long text\",");
  }

  @Test
  void anOutputThatCannotBeWrittenIsSaid() {
    submit("echo");

    Shell.Ran ran = shell.runInto(new FailingPipe("No space left on device"), "list");

    Shell.Ran help = shell.runInto(new FailingPipe("No space left on device"), "--help");

    for (Shell.Ran full : List.of(ran, help)) {
      assertThat(full.status()).isEqualTo(ExitStatus.STORE);
      assertThat(full.err().lines()).singleElement().asString().contains("No space left on device");
    }
  }

  @Test
  void showsAJobWhole() {
    shell.run("run", "exec", "--", "sh", "-c", "echo one; echo two >&2");
    String id = shell.run("list").id().substring(0, 36);

    Shell.Ran page = shell.run("show", id);
    Shell.Ran json = shell.run("show", id, "--json");

    assertThat(page.out()).contains("completed", "attempts", "log", "info  one", "warn  two");
    assertThat(json.lines()).hasSize(1);
    assertThat(json.out())
        .contains("\"attempts\":[{\"attempt\":1,\"run\":1", "\"message\":\"one\"", "\"events\":[]");
  }

  @Test
  void controlCharactersOfJobsDoNotReachTheTerminal() {
    shell.run("run", "exec", "--", "printf", "\\033]0;owned\\007\\n");
    String id = shell.run("list").id().substring(0, 36);

    assertThat(shell.run("show", id).out()).contains("owned").doesNotContain("\u001b", "\u0007");
  }

  @Test
  void anUnknownIdIsStatusOneAndTheKnownOnesAreShown() {
    String id = submit("echo");

    Shell.Ran ran = shell.run("show", UNKNOWN, id, "--json");

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.lines()).singleElement().asString().contains(id);
    assertThat(ran.err().lines()).singleElement().asString().contains(UNKNOWN);
  }

  @Test
  void cancelsWaitingJobsAndCountsThem() {
    String one = submit("echo");
    String two = submit("echo");

    Shell.Ran ran = shell.run("cancel", one, two, one);

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo("2 of 2 jobs cancelled\n");
    assertThat(shell.run("show", one, "--json").out())
        .contains("\"state\":\"cancelled\"", "\"by\":\"ada@cli\"", "\"what\":\"cancel\"");
  }

  @Test
  void itIsTooLateToCancelAnEndedJob() {
    String ended = submit("echo");
    shell.run("cancel", ended);
    String waiting = submit("echo");

    Shell.Ran ran = shell.run("cancel", ended, waiting, "--json");

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.out()).isEqualTo("{\"matched\":2,\"done\":1}\n");
    assertThat(ran.err().lines()).singleElement().asString().contains(ended, "cancelled");
  }

  @Test
  void aListWithoutAJobSaysSoOnATerminalOnly() {
    assertThat(shell.run("list").err()).isEmpty();
    shell.terminal = new Terminal(false, true, 80, 24);

    assertThat(shell.run("list").err()).isEqualTo("jobmill: note: no jobs\n");
    assertThat(shell.run("list", "--queue", "x").err()).contains("no jobs like that");
  }

  @Test
  void aJobThatCannotBeCancelledIsNotCounted() {
    String ended = submit("echo");
    shell.run("cancel", ended);

    assertThat(shell.run("cancel", ended).out()).isEqualTo("0 jobs cancelled\n");
  }

  @Test
  void retriesEndedJobsOnly() {
    String id = submit("echo");

    Shell.Ran early = shell.run("retry", id);
    shell.run("cancel", id);
    Shell.Ran retried = shell.run("retry", id);

    assertThat(early.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(early.err().lines()).singleElement().asString().contains("queued");
    assertThat(retried.status()).isZero();
    assertThat(retried.out()).isEqualTo("1 job queued again\n");
    assertThat(shell.run("list", "--state", "queued").lines()).hasSize(1);
  }

  @Test
  void actingOnAnUnknownJobIsStatusOne() {
    for (String verb : new String[] {"cancel", "retry"}) {
      Shell.Ran ran = shell.run(verb, UNKNOWN);

      assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
      assertThat(ran.err().lines()).singleElement().asString().contains(UNKNOWN, "unknown");
    }
  }

  @Test
  void countsByStateQueueAndType() {
    submit("echo");
    submit("file", "--payload", "{}", "--queue", "night", "--delay", "1h");

    assertThat(shell.run("stats").out())
        .contains("all jobs", "queue night", "type echo", "oldest waiting", "last minute");
    assertThat(shell.run("stats", "--json").out())
        .startsWith("{\"states\":{\"pending\":1,\"queued\":1,\"processing\":0,")
        .contains("\"queues\":{\"default\":{\"queued\":1},\"night\":{\"pending\":1}}")
        .contains("\"types\":{\"echo\":{\"queued\":1},\"file\":{\"pending\":1}}")
        .contains("\"lastMinute\":{\"submitted\":2,\"ended\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "show 17",
        "cancel",
        "cancel 0199a5b1",
        "retry x",
        "list --state done",
        "list --state=",
        "list --limit 0",
        "list --limit many",
        "list --since yesterday",
        "list --type no/name",
        "list surplus",
        "stats surplus",
      })
  void wrongUsageIsOneLine(String line) {
    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
  }

  private static final class FailingPipe extends OutputStream {
    private final String why;

    private FailingPipe(String why) {
      this.why = why;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(why);
    }
  }
}
