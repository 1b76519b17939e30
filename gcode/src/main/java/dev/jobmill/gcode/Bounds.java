package dev.jobmill.gcode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The room that points take, in mm. Empty until the first point.
final class Bounds {
  /// For moves that have no points beyond their ends; stays empty.
  static final Bounds NONE = new Bounds();

  private double minX = Double.POSITIVE_INFINITY;
  private double minY = Double.POSITIVE_INFINITY;
  private double minZ = Double.POSITIVE_INFINITY;
  private double maxX = Double.NEGATIVE_INFINITY;
  private double maxY = Double.NEGATIVE_INFINITY;
  private double maxZ = Double.NEGATIVE_INFINITY;

  void clear() {
    minX = minY = minZ = Double.POSITIVE_INFINITY;
    maxX = maxY = maxZ = Double.NEGATIVE_INFINITY;
  }

  void add(double x, double y, double z) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    minZ = Math.min(minZ, z);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
    maxZ = Math.max(maxZ, z);
  }

  void add(Bounds other) {
    if (!other.isEmpty()) {
      add(other.minX, other.minY, other.minZ);
      add(other.maxX, other.maxY, other.maxZ);
    }
  }

  boolean isEmpty() {
    return minX > maxX;
  }

  /// Whether all points have the same height.
  boolean isFlat() {
    return minZ >= maxZ;
  }

  double maxZ() {
    return maxZ;
  }

  GcodeReport.@Nullable Box box() {
    return isEmpty()
        ? null
        : new GcodeReport.Box(
            List.of(Rounded.mm(minX), Rounded.mm(minY), Rounded.mm(minZ)),
            List.of(Rounded.mm(maxX), Rounded.mm(maxY), Rounded.mm(maxZ)));
  }
}
