package dev.jobmill.schedule;

import dev.jobmill.job.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The text of a cron expression without its zone.
///
/// @param text in its one form: single spaces, names in capitals, nicknames in small letters
/// @param times what it means
record Expression(String text, WallTimes times) {
  private static final int LENGTH_MAX = 500;
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final String FORM =
      "write 'minute hour day-of-month month day-of-week', with the second before them when there"
          + " are six, or one of @yearly @monthly @weekly @daily @hourly";

  /// @throws InvalidRequest when it is malformed or means no time at all
  static Expression read(String written) {
    if (written.length() > LENGTH_MAX) {
      throw new InvalidRequest(
          "a cron expression of " + written.length() + " characters: use up to " + LENGTH_MAX);
    }
    String text = String.join(" ", written.strip().split("\\s+"));
    if (text.startsWith("@")) {
      String nickname = cased(text, 'A', 'Z', 'a');
      String meant = NICKNAMES.get(nickname);
      if (meant == null) {
        throw new InvalidRequest("cron '" + ScheduleText.shown(text) + "' is unknown: " + FORM);
      }
      return new Expression(nickname, times(meant));
    }
    String capitals = cased(text, 'a', 'z', 'A');
    return new Expression(capitals, times(capitals));
  }

  private static WallTimes times(String text) {
    List<String> words = new ArrayList<>(List.of(text.split(" ")));
    if (words.size() == 5) {
      words.addFirst("0");
    }
    if (words.size() != 6) {
      int fields = text.isEmpty() ? 0 : words.size();
      throw new InvalidRequest(
          "cron '" + ScheduleText.shown(text) + "' has " + fields + " fields: " + FORM);
    }
    FieldText date = new FieldText(text, Field.DAY_OF_MONTH, words.get(3));
    Values months = new FieldText(text, Field.MONTH, words.get(4)).values();
    Days days =
        new Days(
            Dates.read(date),
            months,
            Weekdays.read(new FieldText(text, Field.DAY_OF_WEEK, words.get(5))));
    if (!days.exist()) {
      throw date.refused(
          words.get(3),
          "never comes with month '" + words.get(4) + "' and day of week '" + words.get(5) + "'",
          "use a day that exists, or L for the last one of a month");
    }
    return new WallTimes(
        new FieldText(text, Field.SECOND, words.get(0)).values(),
        new FieldText(text, Field.MINUTE, words.get(1)).values(),
        new FieldText(text, Field.HOUR, words.get(2)).values(),
        days);
  }

  /// In capitals or small letters by ASCII alone: the language of the host must not matter.
  private static String cased(String text, char first, char last, char becomes) {
    StringBuilder cased = new StringBuilder(text);
    for (int i = 0; i < cased.length(); i++) {
      char letter = cased.charAt(i);
      if (letter >= first && letter <= last) {
        cased.setCharAt(i, (char) (letter - first + becomes));
      }
    }
    return cased.toString();
  }
}
