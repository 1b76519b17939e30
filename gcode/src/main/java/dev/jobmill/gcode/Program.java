package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;

/// Takes the lines of a file one by one, and gives each to what understands it.
final class Program {
  /// Longer names of commands are cut.
  private static final int NAME_BYTES_MAX = 40;

  private final Warnings warnings;
  private final LineParser parser = new LineParser();
  private final CommandCounts counts = new CommandCounts();
  private final Extrusion extrusion = new Extrusion();
  private final SlicerNotes notes;
  private final Machine machine;
  private long blankLines;
  private long commentLines;
  private long validLines;
  private long binaryLines;
  private long expressions;
  private long millingMarks;
  private boolean ended;
  private boolean layered;
  private long offset;

  Program(Warnings warnings) {
    this.warnings = warnings;
    this.notes = new SlicerNotes(warnings, this::beginLayer);
    this.machine = new Machine(extrusion, counts, warnings);
  }

  private void beginLayer(LayerMarkers.Kind kind, long line) {
    if (!layered) {
      layered = true;
      extrusion.firstLayer();
    }
    extrusion.layer(kind, line, offset);
  }

  /// Takes the current line of `source`.
  void read(LineSource source) {
    byte[] bytes = source.bytes();
    long line = source.line();
    offset = source.offset();
    int from = source.from();
    int to = source.to();
    boolean binary = false;
    if (line == 1 && to - from >= 3 && startsWithByteOrderMark(bytes, from)) {
      from += 3;
      warnings.add(Warnings.Code.BYTE_ORDER_MARK, 1, "the file begins with a byte order mark");
    }
    if (source.isBeyondAscii() && !source.isCut() && !Utf8.isValid(bytes, from, to)) {
      warnings.add(Warnings.Code.INVALID_UTF8, line, bytes, from, to);
      binary = true;
    }
    if (source.hasNul()) {
      warnings.add(Warnings.Code.NUL_BYTES, line, bytes, from, to);
      binary = true;
      while (from < to && bytes[from] == 0) {
        from++;
      }
      while (to > from && bytes[to - 1] == 0) {
        to--;
      }
    }
    LineKind kind = parser.parse(bytes, from, to);
    if (source.isCut()) {
      warnings.add(Warnings.Code.LINE_TOO_LONG, line, bytes, from, to);
      if (kind != LineKind.COMMENT && parser.comment() < 0) {
        return;
      }
    }
    take(kind, bytes, from, to, line, binary);
  }

  private static boolean startsWithByteOrderMark(byte[] b, int from) {
    return b[from] == (byte) 0xef && b[from + 1] == (byte) 0xbb && b[from + 2] == (byte) 0xbf;
  }

  private void take(LineKind kind, byte[] bytes, int from, int to, long line, boolean binary) {
    switch (kind) {
      case BLANK -> blankLines++;
      case COMMENT -> comment(bytes, to, line);
      case PROGRAM_MARK -> {
        millingMarks++;
        ended |= validLines > 0;
      }
      case PROGRAM_NUMBER -> millingMarks++;
      case WORDS, NAMED, EXPRESSION, MALFORMED, OUT_OF_RANGE -> {
        notes.noComment();
        if (ended) {
          warnings.add(Warnings.Code.TEXT_AFTER_END, line, bytes, from, to);
        } else {
          statement(kind, bytes, from, to, line, binary);
        }
      }
    }
  }

  private void comment(byte[] bytes, int to, long line) {
    commentLines++;
    if (parser.comment() >= 0) {
      notes.read(bytes, parser.comment(), to, line);
    } else {
      millingMarks++;
      notes.readParenthesis(bytes, parser.parenthesis(), to);
    }
  }

  private void statement(LineKind kind, byte[] bytes, int from, int to, long line, boolean binary) {
    switch (kind) {
      case WORDS -> {
        if (parser.isChecksumWrong()) {
          warnings.add(Warnings.Code.CHECKSUM_MISMATCH, line, bytes, from, to);
        }
        carryOut(line);
      }
      case NAMED -> {
        int length = Math.min(parser.nameTo() - parser.nameFrom(), NAME_BYTES_MAX);
        counts.add(new String(bytes, parser.nameFrom(), length, StandardCharsets.US_ASCII));
        warnings.add(Warnings.Code.NAMED_COMMANDS, line, bytes, from, to);
      }
      case EXPRESSION -> {
        expressions++;
        warnings.add(Warnings.Code.UNSUPPORTED_EXPRESSION, line, bytes, from, to);
      }
      case OUT_OF_RANGE -> warnings.add(Warnings.Code.VALUE_OUT_OF_RANGE, line, bytes, from, to);
      default -> {
        binaryLines += binary ? 1 : 0;
        warnings.add(Warnings.Code.MALFORMED_LINE, line, bytes, from, to);
      }
    }
  }

  private void carryOut(long line) {
    Words words = parser.words();
    int commands = words.commandCount();
    if (commands > 0) {
      validLines++;
    }
    machine.execute(words, line, offset);
    for (int i = 0; i < commands; i++) {
      int code = words.command(i);
      // On printers M30 deletes a file, and M2 means nothing.
      if ((code == Code.M2 || code == Code.M30) && !extrusion.isUsed()) {
        ended = true;
      }
    }
  }

  /// Whether this is G-code at all: some command that can be read, and not mostly binary lines.
  boolean isGcode() {
    return validLines > 0 && validLines >= binaryLines;
  }

  /// Whether the way of the head depends on expressions, which are not computed.
  boolean hasExpressions() {
    return expressions > 0;
  }

  /// Lines with signs that only milling and laser programs have.
  long millingMarks() {
    return millingMarks;
  }

  long blankLines() {
    return blankLines;
  }

  long commentLines() {
    return commentLines;
  }

  CommandCounts counts() {
    return counts;
  }

  Extrusion extrusion() {
    return extrusion;
  }

  SlicerNotes notes() {
    return notes;
  }

  Machine machine() {
    return machine;
  }

  Warnings warnings() {
    return warnings;
  }
}
