package dev.jobmill.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/// Verbs and options that belong to Jobmill but not yet to this program: they are recognised, so
/// that nobody looks for a mistake in what was typed.
final class NotYet {
  private static final List<String> VERBS = List.of("migrate", "serve");
  private static final List<String> OPTIONS = List.of("--server", "--allow-exec");

  private NotYet() {}

  /// Adds the options to a command and the verbs that will be added to it later.
  static void addOptions(CommandSpec command) {
    OPTIONS.forEach(name -> add(command, name));
  }

  private static void add(CommandSpec command, String name) {
    command.addOption(
        OptionSpec.builder(name)
            .hidden(true)
            .scopeType(ScopeType.INHERIT)
            .type(String.class)
            .arity("0..1")
            .parameterConsumer((parameters, option, spec) -> {
              throw notAvailable("option " + name, "leave it out");
            })
            .build());
  }

  /// @throws Problem when the arguments name a verb that is not available; looked at before they
  ///   are parsed, since nothing is known of such a verb's own arguments
  static void check(List<String> arguments, List<String> available) {
    for (String argument : arguments) {
      if (VERBS.contains(argument)) {
        throw notAvailable("verb " + argument, "use " + String.join(", ", available));
      }
      if (available.contains(argument) || argument.equals("--")) {
        return;
      }
    }
  }

  private static Problem notAvailable(String what, String instead) {
    return new Problem(ExitStatus.USAGE, what + " is not available yet: " + instead);
  }
}
