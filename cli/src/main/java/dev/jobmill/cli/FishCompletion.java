package dev.jobmill.cli;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The completion script for fish.
final class FishCompletion {
  private static final String NO_VERB = "__fish_use_subcommand";

  private FishCompletion() {}

  static String script(CommandLine jobmill) {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    for (Map.Entry<String, CommandLine> verb : jobmill.getSubcommands().entrySet()) {
      CommandSpec spec = verb.getValue().getCommandSpec();
      lines.add(
          line(NO_VERB) + " -f -a " + verb.getKey() + about(spec.usageMessage().description()));
      String inVerb = "__fish_seen_subcommand_from " + verb.getKey();
      spec.options().stream()
          .filter(option -> !option.hidden())
          .forEach(option -> lines.add(line(inVerb) + option(option)));
      spec.positionalParameters().stream()
          .filter(words -> words.completionCandidates() != null)
          .forEach(words -> lines.add(line(inVerb) + values(words)));
    }
    return lines.toString();
  }

  private static String line(String condition) {
    return "complete -c jobmill -n " + quote(condition);
  }

  private static String option(OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceAll("^-+", ""));
    }
    String values = option.completionCandidates() == null ? "" : values(option);
    String takes = option.arity().max() > 0 ? " -r" : "";
    return names + takes + values + about(option.description());
  }

  private static String values(ArgSpec argument) {
    return " -f -a " + quote(String.join(" ", argument.completionCandidates()));
  }

  private static String about(String[] description) {
    return description.length == 0 ? "" : " -d " + quote(description[0]);
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
