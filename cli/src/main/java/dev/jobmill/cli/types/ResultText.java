package dev.jobmill.cli.types;

import dev.jobmill.job.Content;

/// How a result is shown to a person.
@FunctionalInterface
public interface ResultText {
  /// What goes to standard output and standard error.
  ///
  /// @param result what the handler gave
  Shown of(Content result);

  /// Text for the two outputs, printed as it is.
  ///
  /// @param out for standard output
  /// @param err for standard error
  record Shown(String out, String err) {}
}
