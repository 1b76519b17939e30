package dev.jobmill.gcode;

import org.jspecify.annotations.Nullable;

/// Tells from its commands for which kind of machine a program was written.
enum MachineGuess {
  FDM,
  CNC,
  LASER,
  UNKNOWN;

  private static final int[] PRINTER = {82, 83, 104, 109, 106, 107, 140, 190};
  private static final int[] MILL_M = {3, 4, 5, 6, 7, 8, 9};
  private static final int[] MILL_G = {
    17, 18, 19, 40, 41, 42, 43, 49, 53, 54, 55, 56, 57, 58, 59, 61, 64, 80, 81, 82, 83, 93, 94, 95
  };

  static MachineGuess of(Program program) {
    CommandCounts counts = program.counts();
    Tally tally = program.extrusion().tally();
    if (tally.filament().isUsed()) {
      return FDM;
    }
    boolean spindle = count(counts, Code.M, new int[] {3, 4, 5}) > 0;
    boolean mill =
        count(counts, Code.M, MILL_M) + count(counts, Code.G, MILL_G) + program.millingMarks() > 0
            || program.hasExpressions();
    if (mill) {
      boolean changesTools = counts.count(Code.M6) > 0;
      return spindle && !changesTools && !tally.movesAlongZ() && tally.moves().travels() > 0
          ? LASER
          : CNC;
    }
    return count(counts, Code.M, PRINTER) > 0 || program.notes().flavour() != null ? FDM : UNKNOWN;
  }

  private static long count(CommandCounts counts, int letter, int[] numbers) {
    long sum = 0;
    for (int number : numbers) {
      sum += counts.count(letter + number * 10);
    }
    return sum;
  }

  /// Whether it cuts or engraves: no filament, no layers.
  boolean isMilling() {
    return this == CNC || this == LASER;
  }

  /// As reports name it.
  @Nullable String text() {
    return switch (this) {
      case FDM -> "fdm";
      case CNC -> "cnc";
      case LASER -> "laser";
      case UNKNOWN -> null;
    };
  }
}
