package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {
  private static final String ID = "0199a5b1-7c3e-7d2a-9f00-1234567890ab";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private List<Job> jobs() {
    return shell.memory.lookup().list(JobFilter.ALL, null, 1_000);
  }

  @Test
  void printsTheIdOfTheJobAndNothingElse() {
    Shell.Ran ran = shell.run("submit", "echo");

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines()).containsExactly(jobs().getFirst().id().toString());
    assertThat(jobs().getFirst().payload().text()).isEqualTo("{}");
  }

  @Test
  void takesEveryOption() {
    Shell.Ran ran =
        shell.run(
            "submit",
            "echo",
            "--payload",
            "{\"a\": 1}",
            "--queue",
            "night",
            "--priority",
            "high",
            "--delay",
            "2h",
            "--timeout",
            "30s",
            "--retries",
            "4",
            "--backoff",
            "PT1M",
            "--tag",
            "a,b",
            "--tag",
            "c",
            "--meta",
            "k=v=w",
            "--meta",
            "empty=",
            "--id",
            ID);

    assertThat(ran.err()).isEmpty();
    Job job = jobs().getFirst();
    assertThat(job.id()).hasToString(ID);
    assertThat(job.payload().text()).isEqualTo("{\"a\": 1}");
    assertThat(job.queue()).isEqualTo("night");
    assertThat(job.priority()).isEqualTo(Priority.HIGH);
    assertThat(job.state()).isEqualTo(JobState.PENDING);
    assertThat(job.reason()).contains(Reason.SCHEDULED);
    assertThat(Duration.between(job.submittedAt(), job.dueAt())).isEqualTo(Duration.ofHours(2));
    assertThat(job.timeout()).contains(Duration.ofSeconds(30));
    assertThat(job.maxAttempts()).isEqualTo(5);
    assertThat(job.spec().backoff().first()).isEqualTo(Duration.ofMinutes(1));
    assertThat(job.tags()).containsExactly("a", "b", "c");
    assertThat(job.metadata()).isEqualTo(Map.of("k", "v=w", "empty", ""));
  }

  @Test
  void printsTheJobAsJson() {
    Shell.Ran ran = shell.run("--json", "submit", "echo", "--tag", "x");

    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.out()).startsWith("{\"id\":\"").contains("\"state\":\"queued\"");
  }

  @Test
  void takesATypeThatItCannotRunAndSaysSo() {
    Shell.Ran ran = shell.run("submit", "invoice.send");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.err().lines()).singleElement().asString().contains("invoice.send");
    assertThat(shell.run("submit", "invoice.send", "--quiet").err()).isEmpty();
  }

  @Test
  void submittingTheSameIdWithTheSameContentChangesNothing() {
    shell.run("submit", "echo", "--id", ID);

    Shell.Ran again = shell.run("submit", "echo", "--id", ID);

    assertThat(again.status()).isZero();
    assertThat(again.lines()).containsExactly(ID);
    assertThat(again.err().lines()).singleElement().asString().contains("already");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void submittingTheSameIdWithOtherContentIsRefused() {
    shell.run("submit", "echo", "--id", ID);

    Shell.Ran other = shell.run("submit", "echo", "--id", ID, "--payload", "{\"x\":1}");

    assertThat(other.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(other.out()).isEmpty();
    assertThat(other.err().lines()).singleElement().asString().startsWith("jobmill: ");
  }

  @Test
  void makesAJobOfEachLineOfStandardInput() {
    Shell.Ran ran =
        shell.runWithInput(
            "{\"n\":1}\r\n\n  \n{\"n\":2}\n{\"n\":3}", "submit", "echo", "--payload", "-");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.lines()).hasSize(3);
    assertThat(jobs().reversed().stream().map(job -> job.payload().text()))
        .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
  }

  @Test
  void streamsMoreLinesThanABatchHolds() {
    String input = "{\"n\":1}\n".repeat(2_500);

    Shell.Ran ran = shell.runWithInput(input, "submit", "echo", "--payload=-");

    assertThat(ran.lines()).hasSize(2_500).doesNotHaveDuplicates();
  }

  @Test
  void aMalformedLineIsNamedAndNothingOfItsBatchIsSubmitted() {
    Shell.Ran ran = shell.runWithInput("{}\n{]\n{}\n", "submit", "echo", "--payload", "-");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().contains("line 2");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aMalformedLineOfALaterBatchSaysHowManyWereSubmitted() {
    Shell.Ran ran =
        shell.runWithInput("{}\n".repeat(1_000) + "{]\n", "submit", "echo", "--payload", "-");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.lines()).hasSize(1_000);
    assertThat(ran.err().lines()).singleElement().asString().contains("line 1001", "1000 jobs");
  }

  @Test
  void takesThePayloadFromAFile() throws IOException {
    Files.writeString(folder.resolve("p.json"), "{\n  \"a\": [1, 2]\n}\n");

    shell.run("submit", "echo", "--payload", "@p.json");

    assertThat(shell.run("list", "--json").out()).contains("\"payload\":{\"a\":[1,2]}");
  }

  @Test
  void makesAJobOfEachFileWithItsAbsolutePath() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("a b.txt"), "");
    Files.writeString(folder.resolve("sub/ü.txt"), "");

    Shell.Ran ran = shell.run("submit", "file", "./a b.txt", "sub/../sub/ü.txt");

    assertThat(ran.err()).isEmpty();
    assertThat(jobs().reversed().stream().map(job -> job.payload().text()))
        .containsExactly(
            "{\"path\":\"" + folder.resolve("a b.txt") + "\"}",
            "{\"path\":\"" + folder.resolve("sub/ü.txt") + "\"}");
  }

  @Test
  void aFileThatDoesNotExistIsNamedAndNothingIsSubmitted() throws IOException {
    Files.writeString(folder.resolve("there.txt"), "");

    Shell.Ran ran = shell.run("submit", "file", "there.txt", "missing.txt");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains("missing.txt");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void everythingAfterTheDashesIsTheProgram() {
    shell.run("submit", "exec", "--tag", "t", "--", "ls", "--tag", "x", "--", "@f", "-q");

    assertThat(jobs().getFirst().payload().text())
        .isEqualTo(
            "{\"argv\":[\"ls\",\"--tag\",\"x\",\"--\",\"@f\",\"-q\"],\"cwd\":\"" + folder + "\"}");
    assertThat(jobs().getFirst().maxAttempts()).isEqualTo(1);
    assertThat(jobs().getFirst().tags()).containsExactly("t");
  }

  @Test
  void anInstantOfAnyOffsetIsUnderstood() {
    shell.run("submit", "echo", "--at", "2099-01-01T01:30:00+01:30");

    assertThat(jobs().getFirst().dueAt()).hasToString("2099-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit",
        "submit no/name",
        "submit echo --payload {",
        "submit echo --payload {}{}",
        "submit echo --payload=",
        "submit echo --payload @missing.json",
        "submit echo --payload {} surplus",
        "submit foo surplus",
        "submit file",
        "submit exec",
        "submit echo --queue no/name",
        "submit echo --priority urgent",
        "submit echo --priority 256",
        "submit echo --delay soon",
        "submit echo --delay -1s",
        "submit echo --at tomorrow",
        "submit echo --at 2026-11-24T08:00:00",
        "submit echo --delay 1s --at 2026-11-24T08:00:00Z",
        "submit echo --timeout 0s",
        "submit echo --retries -1",
        "submit echo --retries 99999999999",
        "submit echo --retries 1 --retries 2",
        "submit echo --backoff x",
        "submit echo --tag no/name",
        "submit echo --meta novalue",
        "submit echo --meta a=1 --meta a=2",
        "submit echo --id 17",
        "submit echo --unknown",
      })
  void wrongUsageIsOneLineAndChangesNothing(String line) {
    Shell.Ran ran = shell.run(line.split(" ", -1));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void oneIdCannotNameTwoJobs() {
    Shell.Ran ran = shell.runWithInput("{}\n{}\n", "submit", "echo", "--payload", "-", "--id", ID);

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aPayloadThatIsTooLargeIsRefusedAtTheEdge() {
    String large = "\"" + "x".repeat(300_000) + "\"";

    assertThat(shell.run("submit", "echo", "--payload", large).status()).isEqualTo(2);
    assertThat(shell.runWithInput(large + "\n", "submit", "echo", "--payload", "-").err())
        .contains("line 1", "262144");
    assertThat(jobs()).isEmpty();
  }
}
