package dev.jobmill.gcode;

/// One move of the head, in mm. One instance is used over and over.
final class Move {
  double fromX;
  double fromY;
  double fromZ;
  double toX;
  double toY;
  double toZ;

  /// The way, 0 when the head stands still.
  double length;

  /// Whether it moves along X or Y.
  boolean alongXy;

  /// Its room beyond its two ends; null for straight moves.
  Bounds bend = Bounds.NONE;

  /// mm per minute, more than 0.
  double feed;

  /// Where in the file it stands: the line, from 1, and where that begins, in bytes.
  long line;

  long offset;

  /// Takes the line from the first to the second end as the way.
  void straighten() {
    double dx = toX - fromX;
    double dy = toY - fromY;
    double dz = toZ - fromZ;
    alongXy = dx != 0 || dy != 0;
    length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    bend = Bounds.NONE;
  }
}
