package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpkeepTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  private void useFile() {
    shell.environment.put("JOBMILL_STORE", "sqlite:jobs.db");
  }

  @Test
  void pruneKeepsWhatIsYoungerThanItsRetention() {
    shell.run("run", "echo", "-q");

    assertThat(shell.run("prune").out()).isEqualTo("0 jobs forgotten\n");
    assertThat(shell.run("prune", "--older-than", "1h").out()).isEqualTo("0 jobs forgotten\n");
    assertThat(shell.run("list").lines()).hasSize(1);
  }

  @Test
  void pruneForgetsWhatEndedLongerAgo() {
    useFile();
    shell.run("run", "echo", "-q");
    shell.run("submit", "echo");

    assertThat(shell.run("prune", "--older-than", "0s").out()).isEqualTo("1 job forgotten\n");
    assertThat(shell.run("list").lines()).hasSize(1);
  }

  @Test
  void pruneForgetsWhatIsOverByItsRetentionHoweverMuch() {
    useFile();
    shell.environment.put("JOBMILL_HISTORY_RETENTION", "0s");
    shell.runWithInput("{}\n".repeat(2_500), "submit", "echo", "--payload", "-");
    shell.run("cancel", "--all");

    assertThat(shell.run("prune", "--json").out()).isEqualTo("{\"done\":2500}\n");
    assertThat(shell.run("list").lines()).isEmpty();
  }

  @Test
  void aBackupIsAStore() {
    useFile();
    String id = shell.run("submit", "echo").id();

    Shell.Ran ran = shell.run("backup", "copy.db");
    Shell.Ran json = shell.run("backup", "copy2.db", "--json");
    Shell.Ran again = shell.run("backup", "copy.db");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith(folder.resolve("copy.db") + ": ").contains("1 job, in ");
    assertThat(json.out()).contains("\"jobs\":1", "\"bytes\":", "\"seconds\":");
    assertThat(again.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(again.err().lines()).singleElement().asString().contains("there already");
    assertThat(shell.run("list", "--store", "sqlite:copy.db").out()).startsWith(id);
  }

  @Test
  void memoryHasNoFileToCopyOrExamine() {
    for (String[] line : new String[][] {{"backup", "copy.db"}, {"doctor"}}) {
      shell.environment.put("JOBMILL_STORE", "memory:");
      Shell.Ran ran = shell.run(line);

      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.err().lines()).singleElement().asString().contains("sqlite:PATH");
    }
  }

  @Test
  void theDoctorFindsNothingWrongWithASoundStore() {
    useFile();
    shell.run("submit", "echo");

    Shell.Ran ran = shell.run("doctor");
    Shell.Ran json = shell.run("doctor", "--json");

    assertThat(ran.status()).isZero();
    assertThat(ran.lines()).anyMatch(line -> line.startsWith("ok   "));
    assertThat(json.lines()).allMatch(line -> line.startsWith("{\"level\":\""));
  }

  @Test
  void theDoctorTellsWhatIsBadAndMakesNoStore() throws IOException {
    useFile();

    Shell.Ran missing = shell.run("doctor");

    assertThat(missing.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(missing.lines()).singleElement().asString().startsWith("bad  ");
    assertThat(folder.resolve("jobs.db")).doesNotExist();
    Files.writeString(folder.resolve("jobs.db"), "this is not a database".repeat(500));
    Shell.Ran other = shell.run("doctor");
    assertThat(other.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(other.err().lines()).singleElement().asString().matches("jobmill: .+: .+");
  }
}
