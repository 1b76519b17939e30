package dev.jobmill.gcode;

/// Splits one line into words: a letter with its number. Keeps the last line's words until the next
/// call of [#parse]; allocates nothing.
///
/// Numbers have a sign, digits and a point, and no exponent: in `X1E30` stand X and E.
final class Words {
  /// What a line is.
  enum Kind {
    BLANK,
    COMMENT,
    /// `%`, which opens and closes a program.
    PROGRAM_MARK,
    /// `O1001`, the name of a program.
    PROGRAM_NUMBER,
    /// Words, all of them understood.
    WORDS,
    /// A command with a name, as Klipper has them.
    NAMED,
    /// Needs a calculator: parameters, brackets, flow control.
    EXPRESSION,
    MALFORMED,
    /// A number that no machine can reach.
    OUT_OF_RANGE
  }

  /// Greater numbers mean nothing on any machine, and their sums would lose precision.
  private static final double NUMBER_MAX = 1e9;

  private static final int COMMANDS_MAX = 16;
  private static final int AXES = mask("XYZEABCUVW");

  private final double[] values = new double[26];
  private final int[] commands = new int[COMMANDS_MAX];
  private final NumberScan number = new NumberScan();
  private int given;
  private int valued;
  private int commandCount;
  private int comment;
  private int parenthesis;
  private boolean checksumWrong;
  private boolean outOfRange;

  private byte[] line = new byte[0];
  private int from;
  private int to;
  private int at;

  /// The bits of some letters, `A` the lowest.
  static int mask(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      bits |= 1 << (letters.charAt(i) - 'A');
    }
    return bits;
  }

  /// Splits the bytes from `lineFrom` to `lineTo`.
  Kind parse(byte[] bytes, int lineFrom, int lineTo) {
    line = bytes;
    from = lineFrom;
    to = lineTo;
    at = lineFrom;
    given = 0;
    valued = 0;
    commandCount = 0;
    comment = -1;
    parenthesis = -1;
    checksumWrong = false;
    outOfRange = false;
    skipBlanks();
    if (at == to) {
      return Kind.BLANK;
    }
    Kind kind = start();
    return kind == Kind.WORDS && outOfRange ? Kind.OUT_OF_RANGE : kind;
  }

  private Kind start() {
    byte first = line[at];
    if (first == ';') {
      comment = at + 1;
      return Kind.COMMENT;
    } else if (first == '%') {
      return Kind.PROGRAM_MARK;
    } else if (first == '#') {
      return Kind.EXPRESSION;
    } else if (first == '@') {
      at++;
      return named();
    } else if (first == '/') {
      at++;
    } else if ((first | 0x20) == 'n' && !skipLineNumber()) {
      return isNameNext() ? named() : Kind.MALFORMED;
    } else if ((first | 0x20) == 'o') {
      return programNumber();
    }
    skipBlanks();
    return isNameNext() ? named() : words();
  }

  private boolean skipLineNumber() {
    int start = at;
    at = number.read(line, skipBlanksFrom(at + 1), to);
    if (number.isFound()) {
      return true;
    }
    at = start;
    return false;
  }

  private Kind programNumber() {
    if (isNameNext()) {
      return named();
    }
    at = number.read(line, at + 1, to);
    skipBlanks();
    boolean alone = at == to || line[at] == '(' || line[at] == ';';
    return number.isFound() && alone ? Kind.PROGRAM_NUMBER : Kind.EXPRESSION;
  }

  private Kind words() {
    byte[] b = line;
    int stop = to;
    while (at < stop) {
      byte c = b[at];
      int letter = (c | 0x20) - 'a';
      if (letter >= 0 && letter < 26 && c > '@') {
        at++;
        Kind wrong = word(letter);
        if (wrong != Kind.WORDS) {
          return wrong;
        }
        if (commandCount == 1 && given == 0 && Code.isFollowedByText(commands[0])) {
          return isPrintable() ? Kind.WORDS : Kind.MALFORMED;
        }
      } else if (c == ' ' || c == '\t') {
        at++;
      } else if (c == ';') {
        comment = at + 1;
        at = stop;
      } else if (c == '(') {
        skipParenthesis();
      } else if (c == '*') {
        if (!checksum()) {
          return Kind.MALFORMED;
        }
      } else {
        return c == '[' || c == '#' ? Kind.EXPRESSION : Kind.MALFORMED;
      }
    }
    return commandCount == 0 && given == 0 && parenthesis >= 0 ? Kind.COMMENT : Kind.WORDS;
  }

  /// Reads what follows a letter; `WORDS` when all is well.
  private Kind word(int letter) {
    int start = skipBlanksFrom(at);
    at = number.read(line, start, to);
    if (number.isFound()) {
      return isCommand(letter) ? keepCommand(letter) : keepValue(letter);
    }
    if (start < to && (line[start] == '[' || line[start] == '#')) {
      return Kind.EXPRESSION;
    }
    if (start < to && line[start] == '"') {
      at = endOfText(start + 1);
      given |= 1 << letter;
      return Kind.WORDS;
    }
    return flag(letter);
  }

  private boolean isCommand(int letter) {
    return letter == 'G' - 'A'
        || letter == 'M' - 'A'
        || (letter == 'T' - 'A' && commandCount == 0 && given == 0);
  }

  private Kind keepCommand(int letter) {
    double tenths = number.value() * 10;
    boolean noTool = letter == 'T' - 'A' && tenths < 0;
    int rounded = (int) Math.rint(tenths);
    if (commandCount == COMMANDS_MAX
        || tenths > Code.NUMBER_MAX * 10
        || (!noTool && (tenths < 0 || Math.abs(tenths - rounded) > 1e-6))
        || !isWordEnd()) {
      return Kind.MALFORMED;
    }
    commands[commandCount++] = noTool ? Code.T_NONE : Code.of(letter, rounded);
    return Kind.WORDS;
  }

  private Kind keepValue(int letter) {
    double value = number.value();
    given |= 1 << letter;
    valued |= 1 << letter;
    values[letter] = value;
    outOfRange |= value > NUMBER_MAX || value < -NUMBER_MAX;
    while (at < to && line[at] == ':') {
      at = number.read(line, at + 1, to);
      if (!number.isFound()) {
        return Kind.MALFORMED;
      }
    }
    return isWordEnd() ? Kind.WORDS : Kind.MALFORMED;
  }

  /// A letter without a number: axes may be glued together, as in `G92 XYZ`; other letters not, or
  /// prose would pass for parameters.
  private Kind flag(int letter) {
    given |= 1 << letter;
    boolean alone = at == to || !isLetter(line[at]);
    boolean followsCommand = commandCount > 0;
    return followsCommand && (alone || (AXES >> letter & 1) != 0) && (alone || isWordEnd())
        ? Kind.WORDS
        : Kind.MALFORMED;
  }

  private boolean isWordEnd() {
    if (at == to) {
      return true;
    }
    byte c = line[at];
    return c == ' ' || c == '\t' || c == ';' || c == '(' || c == '*' || isLetter(c);
  }

  private boolean isNameNext() {
    int second = at + 1;
    return second < to && isLetter(line[at]) && (isLetter(line[second]) || line[second] == '_')
        || second < to && (line[at] | 0x20) == 't' && line[second] == '?';
  }

  /// `NAME`, or `NAME KEY=VALUE …`.
  private Kind named() {
    int start = at;
    while (at < to
        && (isLetter(line[at]) || isDigit(line[at]) || line[at] == '_' || line[at] == '?')) {
      at++;
    }
    int end = at;
    skipBlanks();
    boolean equals = false;
    for (int i = at; i < to && line[i] != ';'; i++) {
      equals |= line[i] == '=';
    }
    boolean complete = at == to || line[at] == ';' || line[at] == '#' || (at > end && equals);
    if (end == start || !complete) {
      return Kind.MALFORMED;
    }
    from = start;
    to = end;
    return Kind.NAMED;
  }

  private void skipParenthesis() {
    if (parenthesis < 0) {
      parenthesis = at + 1;
    }
    while (at < to && line[at] != ')') {
      at++;
    }
    at = Math.min(at + 1, to);
  }

  /// `*` and one to three digits: the exclusive or of all bytes before it. Five digits are a check
  /// of another kind, which is passed over.
  private boolean checksum() {
    int sum = 0;
    for (int i = from; i < at; i++) {
      sum ^= line[i];
    }
    int start = at + 1;
    int digits = start;
    int stated = 0;
    while (digits < to && digits < start + 5 && isDigit(line[digits])) {
      stated = stated * 10 + line[digits++] - '0';
    }
    at = digits;
    skipBlanks();
    checksumWrong = digits - start <= 3 && stated != (sum & 0xff);
    return digits > start && (at == to || line[at] == ';' || line[at] == '(');
  }

  private int endOfText(int start) {
    int i = start;
    while (i < to && line[i] != '"') {
      i++;
    }
    return Math.min(i + 1, to);
  }

  private boolean isPrintable() {
    for (int i = at; i < to; i++) {
      if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
        return false;
      }
    }
    return Utf8.isValid(line, at, to);
  }

  private void skipBlanks() {
    at = skipBlanksFrom(at);
  }

  private int skipBlanksFrom(int start) {
    int i = start;
    while (i < to && (line[i] == ' ' || line[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static boolean isLetter(byte c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
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

  /// Where the text of the comment begins; -1 without one.
  int comment() {
    return comment;
  }

  /// Where the text of the first comment in parentheses begins; -1 without one.
  int parenthesis() {
    return parenthesis;
  }

  boolean isChecksumWrong() {
    return checksumWrong;
  }

  /// Of a line of kind `NAMED`, where its name begins.
  int nameFrom() {
    return from;
  }

  /// Of a line of kind `NAMED`, where its name ends.
  int nameTo() {
    return to;
  }
}
