package dev.jobmill.cli;

import dev.jobmill.job.InvalidRequest;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints a script that makes a shell complete the command lines of this program. Needs no store.
@Command(
    name = "completion",
    description = "Print a shell completion script: eval \"$(jobmill completion)\".")
final class CompletionVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      completionCandidates = Choices.Shells.class,
      description = "bash, zsh or fish (jobmill completion fish | source); bash unless given.")
  @Nullable String shell;

  /// The script.
  ///
  /// @param jobmill the command line with all its verbs
  /// @throws InvalidRequest when there is none for this shell
  String script(CommandLine jobmill) {
    return switch (shell == null ? "bash" : shell) {
      // The script for bash calls bashcompinit, where zsh reads it.
      case "bash", "zsh" -> AutoComplete.bash("jobmill", jobmill);
      case "fish" -> FishCompletion.script(jobmill);
      default ->
          throw new InvalidRequest(
              "there is no completion for shell '" + shell + "': use bash, zsh or fish");
    };
  }
}
