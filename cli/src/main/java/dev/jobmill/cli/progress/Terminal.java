package dev.jobmill.cli.progress;

/// What stands at the other end of the outputs.
///
/// @param out whether standard output is a terminal
/// @param err whether standard error is a terminal
/// @param columns how wide it is
/// @param rows how high it is
public record Terminal(boolean out, boolean err, int columns, int rows) {
  /// No terminal at all.
  public static final Terminal NONE = new Terminal(false, false, 80, 24);
}
