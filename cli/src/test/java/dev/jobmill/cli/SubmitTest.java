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
    assertThat(job.payload().text()).isEqualTo("{\"a\":1}");
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
    assertThat(ran.err())
        .isEqualTo(
            "jobmill: line 2 of standard input is not JSON at column 2: mend it, nothing was"
                + " submitted\n");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aMalformedLineOfALaterBatchSaysHowManyWereSubmitted() {
    Shell.Ran ran =
        shell.runWithInput("{}\n".repeat(1_500) + "{]\n", "submit", "echo", "--payload", "-");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.lines()).hasSize(1_000);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains(
            "line 1501 of standard input is not JSON at column 2: ",
            "again from line 1001 on",
            "1000 jobs, which were submitted and stay");
    assertThat(jobs()).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1e400,\"big\":12345678901234567890.123}",
        "1E+400",
        "\"\ud83d\ude00 \\u0000\"",
        "[1.0,1.00,-0,{\"a\":{\"b\":1},\"b\":[{\"b\":1},{\"b\":2}]}]",
        "null",
      })
  void numbersAndTextOfPayloadsStayAsTheyAreWritten(String payload) {
    shell.run("submit", "echo", "--payload", " \n" + payload + "\n\t ");

    assertThat(jobs().getFirst().payload().text()).isEqualTo(payload);
  }

  @Test
  void theSameDocumentIsTheSameContentHoweverItIsWritten() {
    shell.run("submit", "echo", "--id", ID, "--payload", "{\"a\":1.0,\"b\":[\"é\",2]}");

    Shell.Ran same =
        shell.run(
            "submit", "echo", "--id", ID, "--payload", " {\"b\" : [ \"\\u00e9\", 2 ],\n\"a\":1.0}");
    Shell.Ran other =
        shell.run("submit", "echo", "--id", ID, "--payload", "{\"a\":1,\"b\":[\"é\",2]}");

    assertThat(same.status()).isZero();
    assertThat(same.lines()).containsExactly(ID);
    assertThat(other.status()).isEqualTo(ExitStatus.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"argv\":\"ls\"}", "{\"argv\":[\"ls\",null]}", "{}", "null", "[1]"})
  void aPayloadThatItsTypeCouldNeverReadIsWrongUsage(String payload) {
    Shell.Ran option = shell.run("submit", "exec", "--payload", payload);
    Shell.Ran line = shell.runWithInput(payload + "\n", "submit", "exec", "--payload", "-");

    assertThat(option.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(option.err()).startsWith("jobmill: --payload is");
    assertThat(option.err().contains("argv")).isEqualTo(payload.startsWith("{"));
    assertThat(line.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(line.err()).startsWith("jobmill: line 1 of standard input is");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void anIdOfAnotherVersionIsWrongUsage() {
    Shell.Ran ran = shell.run("submit", "echo", "--id", "c0ffee00-0000-4000-8000-000000000001");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err()).contains("UUID of version 4", "version 7");
  }

  @Test
  void payloadsThatReadersUnderstandDifferentlyAreRefused() {
    assertPayloadRefused("{\"a\":1,\"a\":2}", "--payload has the name 'a' twice");
    assertPayloadRefused("[{\"a\":{\"b\":1,\"b\":1}}]", "'b' twice");
    assertPayloadRefused("\"\\ud800\"", "is not JSON");
    assertPayloadRefused("{\"\\udc00\":1}", "is not JSON");
    assertPayloadRefused("NaN", "is not JSON at column");
    assertPayloadRefused("{}\n\n{}", "is not one JSON document at line 3, column 1");
    assertPayloadRefused("[".repeat(501) + "]".repeat(501), "500 levels");
    assertPayloadRefused("1".repeat(1_001), "1000 digits");
    assertPayloadRefused("  ", "is empty");
  }

  private void assertPayloadRefused(String payload, String why) {
    Shell.Ran ran = shell.run("submit", "echo", "--payload", payload);

    assertThat(ran.status()).as(payload).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains(why);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aPayloadFileMustBeUtf8AndMayBeginWithAByteOrderMark() throws IOException {
    Files.write(folder.resolve("latin.json"), new byte[] {'"', (byte) 0xfc, '"'});
    Files.writeString(folder.resolve("mark.json"), "\uFEFF{\"a\":1}\n");

    Shell.Ran latin = shell.run("submit", "echo", "--payload", "@latin.json");
    shell.run("submit", "echo", "--payload", "@mark.json");

    assertThat(latin.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(latin.err()).contains("latin.json", "UTF-8");
    assertThat(jobs()).hasSize(1);
    assertThat(jobs().getFirst().payload().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void theStoreInMemorySaysThatItForgets() {
    Shell.Ran ran = shell.run("submit", "echo", "--store", "memory:");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.err().lines()).singleElement().asString().contains("memory:", "forgets");
  }

  @Test
  void aTypeThatItCannotRunIsNoMatterWhenNothingWasSubmitted() {
    Shell.Ran ran = shell.runWithInput("{]\n", "submit", "invoice.send", "--payload", "-");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains("not JSON");
  }

  @Test
  void wordsBeforeTheDashesAreNoPartOfAProgram() {
    for (String verb : new String[] {"submit", "run"}) {
      Shell.Ran ran = shell.run(verb, "exec", "ls", "-q", "x", "--", "-l");

      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.err().lines()).singleElement().asString().contains("'ls x' stands before --");
    }
    assertThat(jobs()).isEmpty();
    assertThat(shell.run("submit", "--", "exec", "ls", "--", "-l").status()).isZero();
  }

  @Test
  void wrongNumbersAndMissingWordsSayWhatToUse() {
    String[][] cases = {
      {"submit echo --retries x", "--retries 'x' is not a number: use 0 to "},
      {"submit echo --retries 9999999", "--retries '9999999' is out of range: use 0 to "},
      {"submit echo --timeout 0s", "--timeout '0s' is out of range: use more than 0"},
      {"submit echo --retries 1 --retries 2", "--retries is given twice: see"},
      {"submit echo --queue", "--queue has no QUEUE: see 'jobmill submit --help'"},
      {"submit echo --queue --json", "--queue has no QUEUE: see"},
      {"submit", "no TYPE was given: see 'jobmill submit --help'"},
      {"list --json=maybe", "--json 'maybe' is not understood: see"},
      {"list --limit x", "--limit 'x' is not a number: use 1 to "},
      {"list --since yesterday", "an instant: write it like 30m, 2h, 1d or 2026-"},
      {"work --slots x", "--slots 'x' is not a number: use 1 to 10000"},
      {"show", "no ID was given: see 'jobmill show --help'"},
    };
    for (String[] line : cases) {
      Shell.Ran ran = shell.run(line[0].split(" ", -1));

      assertThat(ran.status()).as(line[0]).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.err().lines()).singleElement().asString().contains(line[1]);
    }
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
