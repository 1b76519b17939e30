package dev.jobmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompletionTest {
  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void print() throws Exception {
    Shell.Ran ran = new Shell(folder).run("completion");
    assertThat(ran.status()).isZero();
    script = Files.writeString(folder.resolve("completion.bash"), ran.out());
  }

  private static String bash(String... words) throws Exception {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  /// What a real bash offers for a line that ends with its last word.
  private List<String> complete(String... words) throws Exception {
    String line = String.join(" ", words);
    String asks =
        ". '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}; "
            .formatted(script, quoted(words), words.length - 1, line);
    String function = "$(complete -p jobmill | sed 's/.*-F \\([^ ]*\\).*/\\1/')";
    return bash(
            "bash",
            "--norc",
            "-c",
            asks + "$(echo " + function + ") jobmill; printf '%s\\n' \"${COMPREPLY[@]}\"")
        .lines()
        .map(String::strip)
        .toList();
  }

  private static String quoted(String... words) {
    StringBuilder all = new StringBuilder();
    for (String word : words) {
      all.append('\'').append(word).append("' ");
    }
    return all.toString();
  }

  @Test
  void theScriptIsValid() throws Exception {
    assertThat(bash("bash", "-n", script.toString())).isEmpty();
  }

  @Test
  void verbsOptionsAndFixedValuesAreCompleted() throws Exception {
    assertThat(complete("jobmill", "li")).containsExactly("list");
    assertThat(complete("jobmill", "list", "--sin")).containsExactly("--since");
    assertThat(complete("jobmill", "list", "--state", "comp")).containsExactly("completed");
    assertThat(complete("jobmill", "submit", "--priority", "h")).containsExactly("high");
  }

  @Test
  void fishIsServedAndAnUnknownShellRefused() {
    Shell shell = new Shell(folder);

    assertThat(shell.run("completion", "fish").lines())
        .contains(
            "complete -c jobmill -n '__fish_use_subcommand' -f -a list -d 'List jobs, newest first.'");
    Shell.Ran ran = shell.run("completion", "tcsh");
    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(ran.err()).contains("'tcsh'");
  }
}
