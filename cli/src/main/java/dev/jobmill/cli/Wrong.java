package dev.jobmill.cli;

import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the parser of the command line found wrong, in the form of every other error.
final class Wrong {
  private Wrong() {}

  /// One line: what is wrong, a colon, what to do.
  static String usage(ParameterException wrong) {
    String verb = wrong.getCommandLine().getCommandSpec().qualifiedName();
    return what(wrong) + ": see '" + verb + " --help'";
  }

  private static String what(ParameterException wrong) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched ->
          "'" + unmatched.getUnmatched().getFirst() + "' is not known here";
      case MissingParameterException missing -> missing(missing);
      case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice";
      default ->
          wrong.getArgSpec() != null && wrong.getValue() != null
              ? name(wrong.getArgSpec()) + " '" + wrong.getValue() + "' is not understood"
              : String.valueOf(wrong.getMessage());
    };
  }

  private static String missing(MissingParameterException wrong) {
    List<ArgSpec> missing =
        wrong.getMissing().isEmpty() && wrong.getArgSpec() != null
            ? List.of(wrong.getArgSpec())
            : wrong.getMissing();
    if (missing.isEmpty()) {
      return String.valueOf(wrong.getMessage());
    }
    ArgSpec first = missing.getFirst();
    return first instanceof OptionSpec
        ? name(first) + " has no " + first.paramLabel()
        : "no " + first.paramLabel() + " was given";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
