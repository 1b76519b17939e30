package dev.jobmill.gcode;

/// The words of one line: letters with their numbers, and commands. One instance is used over and
/// over.
final class Words {
  private static final int COMMANDS_MAX = 16;

  private final double[] values = new double[26];
  private final int[] commands = new int[COMMANDS_MAX];
  private int given;
  private int valued;
  private int commandCount;

  /// The bits of some letters, `A` the lowest.
  static int mask(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |= 1 << (letters.charAt(i) - 'A');
    }
    return bits;
  }

  void clear() {
    given = 0;
    valued = 0;
    commandCount = 0;
  }

  /// A letter without a number; `A` is 0.
  void addFlag(int letter) {
    given |= 1 << letter;
  }

  /// A letter with a number; of two for one letter the last one counts.
  void add(int letter, double value) {
    given |= 1 << letter;
    valued |= 1 << letter;
    values[letter] = value;
  }

  /// A command, as a [Code]; false when there are too many.
  boolean addCommand(int code) {
    if (commandCount == COMMANDS_MAX) {
      return false;
    }
    commands[commandCount++] = code;
    return true;
  }

  boolean isEmpty() {
    return commandCount == 0 && given == 0;
  }

  /// Whether a command stands on the line and nothing else yet.
  boolean isOneCommand() {
    return commandCount == 1 && given == 0;
  }

  /// Whether a letter that is no command stands on the line with a number.
  boolean has(char letter) {
    return (valued >> (letter - 'A') & 1) != 0;
  }

  /// Whether any letter of a mask stands on the line, with a number or without.
  boolean givesAny(int letters) {
    return (given & letters) != 0;
  }

  /// Whether any letter of a mask stands on the line with a number.
  boolean hasAny(int letters) {
    return (valued & letters) != 0;
  }

  /// The number of a letter for which [#has] holds.
  double value(char letter) {
    return values[letter - 'A'];
  }

  int commandCount() {
    return commandCount;
  }

  /// One of the commands, in the order of the line, as a [Code].
  int command(int index) {
    return commands[index];
  }
}
