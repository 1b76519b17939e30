package dev.jobmill.job;

import java.time.Instant;
import java.util.Locale;

/// One line that a run wrote into its job's log.
///
/// @param run the run that wrote it
/// @param at when, by the worker's clock
/// @param level how important
/// @param message the text, without line end; at most [#MESSAGE_CHARS_MAX] characters are kept
public record LogLine(int run, Instant at, Level level, String message) {
  /// The longest line that is kept.
  public static final int MESSAGE_CHARS_MAX = 8 * 1024;

  /// The most lines that are kept of one run; then one more says that the rest is missing.
  public static final int LINES_PER_RUN_MAX = 10_000;

  /// Cuts a line that is too long.
  public LogLine {
    if (message.length() > MESSAGE_CHARS_MAX) {
      message = message.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
    }
  }

  /// How important a line is.
  public enum Level {
    /// For whoever looks for an error.
    DEBUG,
    /// What happened.
    INFO,
    /// What somebody should look at.
    WARN,
    /// What went wrong.
    ERROR;

    /// The word that programs read: lower case.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
