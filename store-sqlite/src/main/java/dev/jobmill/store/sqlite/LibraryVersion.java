package dev.jobmill.store.sqlite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which versions of SQLite may write a store. Versions before 3.51.3 can damage a file when one
/// connection writes while another brings the log of changes into the database.
final class LibraryVersion {
  private static final int[] OLDEST = {3, 51, 3};
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[^0-9].*)?");

  private LibraryVersion() {}

  /// Whether `version`, as SQLite tells it, is known to be sound. What cannot be read is not.
  static boolean isSound(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      return false;
    }
    for (int i = 0; i < OLDEST.length; i++) {
      String number = numbers.group(i + 1);
      int part = number == null ? 0 : Integer.parseInt(number);
      if (part != OLDEST[i]) {
        return part > OLDEST[i];
      }
    }
    return true;
  }

  /// What is wrong with a version that is not sound, and the mend.
  static String complaint(String version) {
    return "SQLite "
        + version
        + " can damage a file that is written by several connections: use sqlite-jdbc 3.51.3.0 or"
        + " newer";
  }
}
