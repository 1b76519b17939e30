package dev.jobmill.gcode;

/// The pauses of G4.
final class Dwells {
  private final Sum p = new Sum();
  private final Sum s = new Sum();

  void add(Words words) {
    if (words.has('S')) {
      s.add(Math.max(0, words.value('S')));
    } else if (words.has('P')) {
      p.add(Math.max(0, words.value('P')));
    }
  }

  /// S is in seconds; P is in milliseconds on printers and in seconds on other machines.
  double seconds(boolean isPrinter) {
    return s.total() + (isPrinter ? p.total() / 1_000 : p.total());
  }
}
