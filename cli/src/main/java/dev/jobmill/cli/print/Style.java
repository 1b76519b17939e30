package dev.jobmill.cli.print;

import dev.jobmill.job.JobState;

/// Colours, or none.
///
/// @param coloured whether the reader is a terminal that may be coloured
public record Style(boolean coloured) {
  private static final String RESET = "\u001b[0m";

  /// What stands above something.
  public String heading(String text) {
    return paint("1", text);
  }

  /// What matters less.
  public String faint(String text) {
    return paint("2", text);
  }

  /// Text in the colour of a state.
  public String state(JobState state, String text) {
    return switch (state) {
      case COMPLETED -> paint("32", text);
      case FAILED, TIMEOUT -> paint("31", text);
      case PROCESSING -> paint("36", text);
      case CANCELLING, CANCELLED -> paint("33", text);
      case PENDING, QUEUED -> text;
    };
  }

  private String paint(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
