package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AttachmentTest {
  private static final String UNKNOWN = "0199a5b1-7c3e-7d2a-9f00-1234567890ab";

  @TempDir Path folder;
  private Shell shell;
  private String id;

  @BeforeEach
  void attach() {
    shell = new Shell(folder);
    shell.run("run", "attach", "--payload", "{\"a\":1}", "-q");
    id = shell.run("list").id().substring(0, 36);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void attachmentsAreShown() {
    assertThat(shell.run("show", id).out())
        .contains("attachment   table.json  application/json  7 bytes  sha256 ");
    assertThat(shell.run("show", id, "--json").out())
        .contains("\"attachments\":[{\"name\":\"table.json\",\"mediaType\":\"application/json\",");
  }

  @Test
  void oneIsSavedAsAFileOfItsName() throws IOException {
    Shell.Ran ran = shell.run("show", id, "--save", "table.json");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo(folder.resolve("table.json") + ": 7 bytes\n");
    assertThat(folder.resolve("table.json")).hasContent("{\"a\":1}");
    assertThat(files()).hasSize(1);
  }

  @Test
  void aFileThatIsThereIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("table.json"), "mine");

    Shell.Ran ran = shell.run("show", id, "--save", "table.json");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err().lines()).singleElement().asString().contains("'table.json'", "there");
    assertThat(folder.resolve("table.json")).hasContent("mine");
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Shell.Ran name = shell.run("show", id, "--save", "other.json");
    Shell.Ran job = shell.run("show", UNKNOWN, "--save", "table.json");

    assertThat(name.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(name.err()).contains("other.json", "use table.json");
    assertThat(job.status()).isEqualTo(ExitStatus.NOT_ALL_WELL);
    assertThat(job.err()).contains(UNKNOWN, "unknown");
    assertThat(shell.run("show", id, UNKNOWN, "--save", "x").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(shell.run("show", id, "--save", "../x").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(files()).isEmpty();
  }
}
