package dev.jobmill.job;

import java.util.Locale;

/// Where a job stands in its queue: the lower level runs first.
///
/// @param level 0 to 255
public record Priority(int level) implements Comparable<Priority> {
  /// Level 64.
  public static final Priority HIGH = new Priority(64);

  /// Level 128, the default.
  public static final Priority NORMAL = new Priority(128);

  /// Level 192.
  public static final Priority LOW = new Priority(192);

  /// The last level.
  public static final int LEVEL_MAX = 255;

  /// Checks the range.
  ///
  /// @throws InvalidRequest when the level is outside 0 to 255
  public Priority {
    if (level < 0 || level > LEVEL_MAX) {
      throw new InvalidRequest(
          "priority " + level + " is out of range: use high, normal, low or a level from 0 to 255");
    }
  }

  /// Reads `high`, `normal`, `low` or a level.
  ///
  /// @throws InvalidRequest when it is neither
  public static Priority parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "high" -> HIGH;
      case "normal" -> NORMAL;
      case "low" -> LOW;
      default -> {
        if (!text.matches("[0-9]{1,9}")) {
          throw new InvalidRequest(
              "priority '" + text + "' is unknown: use high, normal, low or a level from 0 to 255");
        }
        yield new Priority(Integer.parseInt(text));
      }
    };
  }

  @Override
  public int compareTo(Priority other) {
    return Integer.compare(level, other.level);
  }

  /// The name where there is one, else the level.
  @Override
  public String toString() {
    return switch (level) {
      case 64 -> "high";
      case 128 -> "normal";
      case 192 -> "low";
      default -> Integer.toString(level);
    };
  }
}
