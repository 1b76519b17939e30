package dev.jobmill.job;

import org.jspecify.annotations.Nullable;

/// How far a run has come.
///
/// @param fraction 0 to 1
/// @param message what it is doing, null when it has not said
public record Progress(double fraction, @Nullable String message) {
  /// The longest message that is kept, in characters.
  public static final int MESSAGE_CHARS_MAX = 500;

  /// Brings the fraction into its range (not a number counts as 0) and cuts a message that is too
  /// long.
  public Progress {
    fraction = Double.isNaN(fraction) ? 0 : Math.clamp(fraction, 0.0, 1.0);
    if (message != null && message.length() > MESSAGE_CHARS_MAX) {
      message = message.substring(0, MESSAGE_CHARS_MAX);
    }
  }
}
