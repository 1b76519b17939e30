package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkingTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private JobState onlyState() {
    return shell.memory.lookup().list(JobFilter.ALL, null, 1).getFirst().state();
  }

  @Test
  void runPrintsTheResultsOfItsJobs() {
    Shell.Ran ran =
        shell.runWithInput("{\"n\":1}\n{\"n\":2}\n", "run", "echo", "--payload", "-", "--quiet");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
  }

  @Test
  void runPrintsEachEndedJobOnceAsJson() {
    String input = "{\"n\":1}\n".repeat(1_200);

    Shell.Ran ran = shell.runWithInput(input, "run", "echo", "--payload", "-", "--json", "-q");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines())
        .hasSize(1_200)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.startsWith("{\"id\":") && line.contains("\"result\":{\"n\":1}"));
  }

  @Test
  void runPrintsWhatAProgramPrinted() {
    Shell.Ran ran = shell.run("run", "exec", "-q", "--", "sh", "-c", "echo out; echo err >&2; pwd");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo("out\n" + folder + "\n");
    assertThat(ran.err()).isEqualTo("err\n");
  }

  @Test
  void runShowsWhatAProgramPrintsWhileItRuns() throws Exception {
    Path go = folder.resolve("go");
    assertThat(new ProcessBuilder("mkfifo", go.toString()).start().waitFor()).isZero();
    PipedLines out = new PipedLines();
    CompletableFuture<Shell.Ran> run =
        CompletableFuture.supplyAsync(
            () ->
                shell.runInto(
                    out, "run", "exec", "--", "sh", "-c", "echo up; cat " + go + "; printf end"),
            task -> Thread.ofPlatform().daemon().start(task));

    out.first.await();
    assertThat(run).isNotDone();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("up\n");
    Files.writeString(go, "on\n");

    assertThat(run.get(30, TimeUnit.SECONDS).status()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("up\non\nend");
  }

  @Test
  void runPassesOnMoreThanAResultKeeps() {
    Shell.Ran ran = shell.run("run", "exec", "-q", "--", "seq", "1", "50000");

    assertThat(ran.lines()).hasSize(50_000).endsWith("50000");
  }

  @Test
  void runSaysWhatItWaitsFor() {
    Shell.Ran ran = shell.run("run", "echo", "--delay", "1500ms");

    assertThat(ran.err()).startsWith("waiting for 1 job, due at ");
  }

  @Test
  void runOfAJobThatFailsIsStatusOneAndOneLine() {
    Shell.Ran ran = shell.run("run", "fail", "--quiet");

    assertThat(ran.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith("jobmill: job ")
        .contains("failed (not-retryable): no luck");
    assertThat(shell.run("run", "fail", "--json", "-q").lines())
        .singleElement()
        .asString()
        .contains("\"state\":\"failed\",\"reason\":\"not-retryable\"");
  }

  @Test
  void runTellsAFailureOnce() {
    Shell.Ran lines = shell.run("run", "fail");
    shell.terminal = new Terminal(false, true, 80, 24);
    Shell.Ran bars = shell.run("run", "fail");

    assertThat(lines.err()).containsOnlyOnce("no luck");
    assertThat(bars.err()).containsOnlyOnce("no luck");
  }

  @Test
  void runTellsWhyAnAttemptFailedWhenAnotherFollows() {
    Shell.Ran ran =
        shell.run("run", "exec", "--retries", "1", "--backoff", "1ms", "--", "sh", "-c", "exit 3");

    assertThat(ran.err().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("started", "failed", "started", "jobmill:");
  }

  @Test
  void runWorksOffWhatWaitedInItsQueueFirst() {
    String before = shell.run("submit", "echo").id();
    String elsewhere = shell.run("submit", "echo", "--queue", "other").id();

    shell.run("run", "echo");

    assertThat(shell.run("list", "--state", "completed").out()).contains(before);
    assertThat(shell.run("list", "--state", "queued").out()).contains(elsewhere);
  }

  @Test
  void runOfATypeThatItCannotRunIsWrongUsage() {
    Shell.Ran ran = shell.run("run", "invoice.send");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains("invoice.send", "echo");
    assertThat(shell.memory.lookup().list(JobFilter.ALL, null, 1)).isEmpty();
  }

  @Test
  void runTellsPlainLinesWhereThereIsNoTerminal() {
    Shell.Ran ran = shell.run("run", "echo");

    assertThat(ran.err().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("started", "completed");
    assertThat(ran.err()).doesNotContain("\u001b");
  }

  @Test
  void runLeavesNoBarBehindOnATerminal() {
    shell.terminal = new Terminal(false, true, 80, 24);

    Shell.Ran ran = shell.run("run", "exec", "--", "true");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).doesNotContain("completed");
  }

  @Test
  void runAwaitsTheEndOfAJobThatIsThereAlready() {
    String id = shell.run("submit", "echo").id();

    Shell.Ran ran = shell.run("run", "echo", "--id", id, "-q");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).containsExactly("{}");
  }

  @Test
  void workUntilEmptyEndsWhenNothingIsLeftForIt() {
    shell.runWithInput("{}\n".repeat(50), "submit", "echo", "--payload", "-");
    shell.run("submit", "invoice.send", "-q");

    Shell.Ran ran = shell.run("work", "--until-empty", "--slots", "3");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(shell.run("list", "--state", "completed").lines()).hasSize(50);
    assertThat(shell.run("list", "--state", "queued").lines()).hasSize(1);
    assertThat(ran.err()).contains(" echo attempt=1 queue=default started");
  }

  @Test
  void workServesTheNamedQueuesOnly() {
    shell.run("submit", "echo", "--queue", "a");
    shell.run("submit", "echo", "--queue", "b");
    shell.run("submit", "echo", "--queue", "c");

    shell.run("work", "--until-empty", "--queues", "a,b", "-q");

    assertThat(shell.run("list", "--state", "queued").lines())
        .singleElement()
        .asString()
        .contains(" c ");
  }

  @Test
  void logLinesAreJsonWhenAsked() {
    shell.environment.put("JOBMILL_LOG_FORMAT", "json");
    String id = shell.run("submit", "echo").id();

    Shell.Ran ran = shell.run("work", "--until-empty");

    assertThat(ran.err().lines())
        .allMatch(line -> line.startsWith("{\"at\":\""))
        .anyMatch(line -> line.contains("\"attempt\":1,"))
        .anyMatch(line -> line.contains("\"jobId\":\"" + id + "\""));
  }

  @Test
  void theFirstSignalStopsAWorkerInGoodOrder() throws Exception {
    CompletableFuture<Shell.Ran> work = shell.start("work");
    shell.run("submit", "block");
    shell.blocked.await();
    String id = shell.run("list").id().substring(0, 36);
    String waiting = shell.run("submit", "echo", "--delay", "1h").id();

    assertThat(shell.run("cancel", id, waiting).out())
        .isEqualTo("1 of 2 jobs cancelled, 1 asked to stop\n");
    assertThat(shell.run("cancel", id).out()).isIn("1 job asked to stop\n", "0 jobs cancelled\n");
    shell.signals.send();

    Shell.Ran ran = work.get(30, TimeUnit.SECONDS);
    assertThat(ran.status()).isZero();
    assertThat(shell.run("list", "--state", "cancelled").lines()).hasSize(2);
  }

  @Test
  void aWorkerSaysThatItStopsAndWhatIsLeft() throws Exception {
    shell.run("submit", "block");
    CompletableFuture<Shell.Ran> work = shell.start("work");
    shell.blocked.await();

    shell.signals.send();
    shell.signals.send();

    assertThat(work.get(15, TimeUnit.SECONDS).err())
        .contains("stopping, 1 job may go on")
        .contains("stopped, 1 job not ended");
  }

  @Test
  void theSecondSignalGivesRunningJobsBackAtOnce() throws Exception {
    CompletableFuture<Shell.Ran> work = shell.start("work");
    shell.run("submit", "block");
    shell.blocked.await();

    shell.signals.send();
    shell.signals.send();

    Shell.Ran ran = work.get(15, TimeUnit.SECONDS);
    assertThat(ran.status()).isEqualTo(ExitStatus.HURRIED);
    assertThat(onlyState()).isEqualTo(JobState.QUEUED);
    assertThat(shell.run("list").out()).contains(" 0/3 ");
  }

  @Test
  void aRunThatIsStoppedSaysWhatRemains() throws Exception {
    CompletableFuture<Shell.Ran> run = shell.start("run", "block");
    shell.blocked.await();

    shell.signals.send();
    shell.signals.send();

    Shell.Ran ran = run.get(15, TimeUnit.SECONDS);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("1 job not ended");
  }

  @Test
  void commandsShareAFile() {
    shell.environment.put("JOBMILL_STORE", "sqlite:jobs.db");
    String id = shell.run("submit", "echo", "--payload", "{\"a\":1}").id();

    assertThat(shell.run("work", "--until-empty", "-q").status()).isZero();
    assertThat(shell.run("show", id, "--json").out())
        .contains("\"state\":\"completed\"", "\"result\":{\"a\":1}");
    assertThat(Files.exists(folder.resolve("jobs.db"))).isTrue();
  }
}
