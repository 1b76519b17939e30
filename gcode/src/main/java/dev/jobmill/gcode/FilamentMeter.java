package dev.jobmill.gcode;

/// New filament for each tool: what is pulled back and fed again counts nothing, so this is the
/// greatest amount that has ever been out of the spool.
final class FilamentMeter {
  /// The number of tools; greater numbers are signs between a slicer and a firmware.
  static final int TOOLS_MAX = 100;

  private final Sum[] fed = new Sum[TOOLS_MAX];
  private final double[] retracted = new double[TOOLS_MAX];
  private final double[] start = new double[TOOLS_MAX];
  private final Sum all = new Sum();

  FilamentMeter() {
    for (int tool = 0; tool < TOOLS_MAX; tool++) {
      fed[tool] = new Sum();
    }
  }

  /// Feeds filament, or pulls it back when it is less than 0.
  void add(int tool, double amount) {
    double outstanding = retracted[tool] - amount;
    if (outstanding < 0) {
      fed[tool].add(-outstanding);
      all.add(-outstanding);
      retracted[tool] = 0;
    } else {
      retracted[tool] = outstanding;
    }
  }

  /// What was fed so far was the start G-code.
  void firstLayer() {
    for (int tool = 0; tool < TOOLS_MAX; tool++) {
      start[tool] = fed[tool].total();
    }
  }

  boolean isUsed(int tool) {
    return fed[tool].total() > 0;
  }

  boolean isUsed() {
    for (int tool = 0; tool < TOOLS_MAX; tool++) {
      if (isUsed(tool)) {
        return true;
      }
    }
    return false;
  }

  /// What was fed through all tools.
  double total() {
    return all.total();
  }

  /// What was fed before the first layer.
  double start(int tool) {
    return start[tool];
  }

  /// What was fed from the first layer on.
  double print(int tool) {
    return fed[tool].total() - start[tool];
  }
}
