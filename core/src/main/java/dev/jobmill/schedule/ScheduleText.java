package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/// Reads what [Schedule#text] writes.
final class ScheduleText {
  private static final String CRON = "cron ";
  private static final String EVERY = "every ";
  private static final String FROM = " from ";
  private static final String AT = "at ";
  private static final String FORMS =
      "use 'cron 30 2 * * * @Europe/Berlin', 'every PT5M from 2026-01-01T00:00:00Z' or"
          + " 'at 2026-01-01T00:00:00Z'";

  private ScheduleText() {}

  static Schedule parse(String text) {
    if (text.startsWith(CRON)) {
      int zone = text.lastIndexOf(" @");
      if (zone >= CRON.length()) {
        return Cron.of(text.substring(CRON.length(), zone), zone(text.substring(zone + 2)));
      }
    } else if (text.startsWith(EVERY)) {
      int from = text.indexOf(FROM);
      if (from >= EVERY.length()) {
        return new Every(
            read("duration", text.substring(EVERY.length(), from), Duration::parse),
            read("instant", text.substring(from + FROM.length()), Instant::parse));
      }
    } else if (text.startsWith(AT)) {
      return Once.at(read("instant", text.substring(AT.length()), Instant::parse));
    }
    throw new InvalidRequest("'" + shown(text) + "' is not a schedule: " + FORMS);
  }

  /// A piece of a text that may be of any length, for a message.
  static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException unknown) {
      throw new InvalidRequest(
          "'" + shown(id) + "' is not a time zone: use a name like Europe/Berlin or UTC", unknown);
    }
  }

  private static <T> T read(String what, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (DateTimeParseException | ArithmeticException wrong) {
      throw new InvalidRequest("'" + shown(text) + "' is not a " + what + ": " + FORMS, wrong);
    }
  }
}
