package dev.jobmill.cli.progress;

/// What stands at the other ends of the input and the outputs.
///
/// @param in whether standard input is a terminal
/// @param out whether standard output is a terminal
/// @param err whether standard error is a terminal
/// @param columns how wide it is
/// @param rows how high it is
public record Terminal(boolean in, boolean out, boolean err, int columns, int rows) {
  /// No terminal at all.
  public static final Terminal NONE = new Terminal(false, false, 80, 24);

  /// A terminal that nobody types into.
  public Terminal(boolean out, boolean err, int columns, int rows) {
    this(false, out, err, columns, rows);
  }
}
