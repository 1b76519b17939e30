package dev.jobmill.cli.settings;

import dev.jobmill.job.InvalidRequest;

/// Whole numbers as people write them.
public final class WholeNumber {
  private WholeNumber() {}

  /// Reads one.
  ///
  /// @param what what it is for, for the message
  /// @param least the least that is accepted, not below 0
  /// @param most the greatest that is accepted, at most 999 999 999
  /// @throws InvalidRequest when it is no number, or none of these
  public static int parse(String what, String text, int least, int most) {
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    String wrong = text.matches("[-+]?[0-9]+") ? "is out of range" : "is not a number";
    throw new InvalidRequest(what + " '" + text + "' " + wrong + ": use " + least + " to " + most);
  }
}
