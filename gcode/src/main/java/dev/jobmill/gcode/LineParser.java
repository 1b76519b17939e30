package dev.jobmill.gcode;

/// Splits one line into [Words]. Keeps what it found until the next call of [#parse]; allocates
/// nothing.
///
/// Numbers have a sign, digits and a point, and no exponent: in `X1E30` stand X and E.
final class LineParser {
  /// Greater numbers mean nothing on any machine, and their sums would lose precision.
  private static final double NUMBER_MAX = 1e9;

  private static final int AXES = Words.mask("XYZEABCUVW");

  private final Words words = new Words();
  private final NumberScan number = new NumberScan();
  private int comment;
  private int parenthesis;
  private boolean checksumWrong;
  private boolean outOfRange;

  private byte[] line = new byte[0];
  private int from;
  private int to;
  private int at;

  /// Splits the bytes from `lineFrom` to `lineTo`.
  LineKind parse(byte[] bytes, int lineFrom, int lineTo) {
    line = bytes;
    from = lineFrom;
    to = lineTo;
    at = lineFrom;
    words.clear();
    comment = -1;
    parenthesis = -1;
    checksumWrong = false;
    outOfRange = false;
    skipBlanks();
    if (at == to) {
      return LineKind.BLANK;
    }
    LineKind kind = start();
    return kind == LineKind.WORDS && outOfRange ? LineKind.OUT_OF_RANGE : kind;
  }

  private LineKind start() {
    byte first = line[at];
    if (first == ';') {
      comment = at + 1;
      return LineKind.COMMENT;
    } else if (first == '%') {
      return LineKind.PROGRAM_MARK;
    } else if (first == '#') {
      return LineKind.EXPRESSION;
    } else if (first == '@') {
      at++;
      return named();
    } else if (first == '/') {
      at++;
    } else if ((first | 0x20) == 'n' && !skipLineNumber()) {
      return isNameNext() ? named() : LineKind.MALFORMED;
    } else if ((first | 0x20) == 'o') {
      return programNumber();
    }
    skipBlanks();
    return isNameNext() ? named() : readWords();
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

  private LineKind programNumber() {
    if (isNameNext()) {
      return named();
    }
    at = number.read(line, at + 1, to);
    skipBlanks();
    boolean alone = at == to || line[at] == '(' || line[at] == ';';
    return number.isFound() && alone ? LineKind.PROGRAM_NUMBER : LineKind.EXPRESSION;
  }

  private LineKind readWords() {
    byte[] b = line;
    int stop = to;
    while (at < stop) {
      byte c = b[at];
      int letter = (c | 0x20) - 'a';
      if (letter >= 0 && letter < 26 && c > '@') {
        at++;
        LineKind wrong = word(letter);
        if (wrong != LineKind.WORDS) {
          return wrong;
        }
        if (words.isOneCommand() && Code.isFollowedByText(words.command(0))) {
          return isPrintable() ? LineKind.WORDS : LineKind.MALFORMED;
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
          return LineKind.MALFORMED;
        }
      } else {
        return c == '[' || c == '#' ? LineKind.EXPRESSION : LineKind.MALFORMED;
      }
    }
    return words.isEmpty() && parenthesis >= 0 ? LineKind.COMMENT : LineKind.WORDS;
  }

  /// Reads what follows a letter; `WORDS` when all is well.
  private LineKind word(int letter) {
    int start = skipBlanksFrom(at);
    at = number.read(line, start, to);
    if (number.isFound()) {
      return isCommand(letter) ? keepCommand(letter) : keepValue(letter);
    }
    if (start < to && (line[start] == '[' || line[start] == '#')) {
      return LineKind.EXPRESSION;
    }
    if (start < to && line[start] == '"') {
      at = endOfText(start + 1);
      words.addFlag(letter);
      return LineKind.WORDS;
    }
    return flag(letter);
  }

  private boolean isCommand(int letter) {
    return letter == 'G' - 'A' || letter == 'M' - 'A' || (letter == 'T' - 'A' && words.isEmpty());
  }

  private LineKind keepCommand(int letter) {
    double tenths = number.value() * 10;
    boolean noTool = letter == 'T' - 'A' && tenths < 0;
    int rounded = (int) Math.rint(tenths);
    if (tenths > Code.NUMBER_MAX * 10
        || (!noTool && (tenths < 0 || Math.abs(tenths - rounded) > 1e-6))
        || !isWordEnd()) {
      return LineKind.MALFORMED;
    }
    boolean kept = words.addCommand(noTool ? Code.T_NONE : Code.of(letter, rounded));
    return kept ? LineKind.WORDS : LineKind.MALFORMED;
  }

  private LineKind keepValue(int letter) {
    double value = number.value();
    words.add(letter, value);
    outOfRange |= value > NUMBER_MAX || value < -NUMBER_MAX;
    while (at < to && line[at] == ':') {
      at = number.read(line, at + 1, to);
      if (!number.isFound()) {
        return LineKind.MALFORMED;
      }
    }
    return isWordEnd() ? LineKind.WORDS : LineKind.MALFORMED;
  }

  /// A letter without a number: axes may be glued together, as in `G92 XYZ`; other letters not, or
  /// prose would pass for parameters.
  private LineKind flag(int letter) {
    words.addFlag(letter);
    boolean alone = at == to || !isLetter(line[at]);
    boolean followsCommand = words.commandCount() > 0;
    return followsCommand && (alone || (AXES >> letter & 1) != 0) && (alone || isWordEnd())
        ? LineKind.WORDS
        : LineKind.MALFORMED;
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
  private LineKind named() {
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
      return LineKind.MALFORMED;
    }
    from = start;
    to = end;
    return LineKind.NAMED;
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

  /// The words of the last line of kind `WORDS`.
  Words words() {
    return words;
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
