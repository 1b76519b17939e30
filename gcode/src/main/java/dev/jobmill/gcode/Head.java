package dev.jobmill.gcode;

/// Where the head is, in mm and as the machine counts. G92 shifts only how the program counts.
final class Head {
  private static final double INCH = 25.4;
  private static final int XYZ = Words.mask("XYZ");
  private static final int AXES = Words.mask("XYZE");

  private final double[] place = new double[3];
  private final double[] shift = new double[3];
  private double scale = 1;
  private boolean relative;
  private boolean arcCentreAbsolute;

  /// G20 or G21.
  void inInches(boolean inches) {
    scale = inches ? INCH : 1;
  }

  /// What a number of the program is in mm.
  double scale() {
    return scale;
  }

  /// G91 or G90.
  void relative(boolean isRelative) {
    relative = isRelative;
  }

  /// G90.1 or G91.1.
  void arcCentreAbsolute(boolean isAbsolute) {
    arcCentreAbsolute = isAbsolute;
  }

  boolean isArcCentreAbsolute() {
    return arcCentreAbsolute;
  }

  /// Sets the two ends of a move.
  void aim(Move move, Words words) {
    move.fromX = place[0];
    move.fromY = place[1];
    move.fromZ = place[2];
    move.toX = target(words, 'X', 0);
    move.toY = target(words, 'Y', 1);
    move.toZ = target(words, 'Z', 2);
  }

  private double target(Words words, char letter, int axis) {
    if (!words.has(letter)) {
      return place[axis];
    }
    double value = words.value(letter) * scale;
    return relative ? place[axis] + value : value + shift[axis];
  }

  /// The way from the start of an arc, or from 0, to its centre along the axis of I, J or K.
  double centre(Words words, char letter) {
    double offset = words.has(letter) ? words.value(letter) * scale : 0;
    return arcCentreAbsolute ? offset + shift[letter - 'I'] : offset;
  }

  void arrive(Move move) {
    place[0] = move.toX;
    place[1] = move.toY;
    place[2] = move.toZ;
  }

  /// Where a machine stands after homing is its own affair: 0 is taken, and the way there counts
  /// nothing.
  void home(Words words) {
    boolean all = !words.givesAny(XYZ);
    for (int axis = 0; axis < 3; axis++) {
      if (all || words.givesAny(1 << ('X' - 'A' + axis))) {
        place[axis] = 0;
        shift[axis] = 0;
      }
    }
  }

  /// G92: the program calls this place by other numbers; without any axis, by 0.
  void recount(Words words) {
    boolean all = !words.givesAny(AXES);
    for (int axis = 0; axis < 3; axis++) {
      char letter = (char) ('X' + axis);
      if (all || words.givesAny(1 << (letter - 'A'))) {
        double value = words.has(letter) ? words.value(letter) * scale : 0;
        shift[axis] = place[axis] - value;
      }
    }
  }

  /// G92.1: the program counts as the machine does.
  void countAsMachine() {
    shift[0] = 0;
    shift[1] = 0;
    shift[2] = 0;
  }
}
