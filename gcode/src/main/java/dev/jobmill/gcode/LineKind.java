package dev.jobmill.gcode;

/// What a line is.
enum LineKind {
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
