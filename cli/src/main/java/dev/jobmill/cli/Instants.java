package dev.jobmill.cli;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.wire.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Instants as people write them.
final class Instants {
  private Instants() {}

  /// An ISO-8601 date and time with its offset.
  ///
  /// @param what what it is for, for the message
  /// @throws InvalidRequest when it is not one
  static Instant parse(String what, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException malformed) {
      throw new InvalidRequest(
          what
              + " '"
              + text
              + "' is not an instant: write it like 2026-11-24T08:00:00Z or"
              + " 2026-11-24T09:00:00+01:00",
          malformed);
    }
  }

  /// An instant, or a duration that is counted back from now.
  ///
  /// @throws InvalidRequest when it is neither
  static Instant parseSince(String what, String text, Instant now) {
    boolean date = text.length() > 4 && text.charAt(4) == '-';
    if (date) {
      return parse(what, text);
    }
    try {
      return now.minus(Durations.parse(what, text));
    } catch (InvalidRequest malformed) {
      throw new InvalidRequest(
          what
              + " '"
              + text
              + "' is neither a time span up to 36500d nor an instant: write it like 30m, 2h, 1d or"
              + " 2026-11-24T08:00:00Z",
          malformed);
    }
  }
}
