package dev.jobmill.gcode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The heights at which something is extruded.
final class LayerHeights {
  /// Heights are the same when they are this near, in mm.
  private static final double TOLERANCE = 1e-4;

  /// The part of rising moves from which on a print is a spiral.
  private static final double SPIRAL_PART = 0.2;

  /// The kinds of distances between layers that are told apart, in µm.
  private static final int DISTANCE_MAX = 5_000;

  private final LongSet distinct = new LongSet(100_000);
  private final int[] distances = new int[DISTANCE_MAX + 1];
  private long extrusions;
  private long rising;
  private double last = Double.NaN;
  private double first = Double.NaN;
  private double greatest = Double.NaN;

  /// Forgets the heights of the start G-code.
  void restart() {
    distinct.clear();
    extrusions = 0;
    rising = 0;
    last = Double.NaN;
    first = Double.NaN;
    greatest = Double.NaN;
    Arrays.fill(distances, 0);
  }

  /// An extrusion along X or Y ended at this height.
  ///
  /// @return whether it is a height at which nothing was extruded before
  boolean extruded(double z, boolean changesHeight) {
    extrusions++;
    if (changesHeight) {
      rising++;
    }
    if (z == last) {
      return false;
    }
    last = z;
    return reach(z);
  }

  private boolean reach(double z) {
    boolean other = distinct.add(Math.round(z / TOLERANCE));
    if (Double.isNaN(first)) {
      first = z;
      greatest = z;
    } else if (z > greatest + TOLERANCE) {
      long micrometres = Math.round((z - greatest) * 1_000);
      if (micrometres <= DISTANCE_MAX) {
        distances[(int) micrometres]++;
      }
      greatest = z;
    }
    return other;
  }

  boolean isSpiral() {
    return extrusions > 10 && rising > extrusions * SPIRAL_PART;
  }

  long distinct() {
    return distinct.size();
  }

  /// The height of the first extrusion; null without one, or when it is below the bed.
  @Nullable Double first() {
    return first > 0 ? (Double) Rounded.mm(first) : null;
  }

  @Nullable Double greatest() {
    return Double.isNaN(greatest) ? null : (Double) Rounded.mm(greatest);
  }

  /// The most usual distance of two layers; null for one layer, and in a spiral.
  @Nullable Double usual() {
    int most = 0;
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] > distances[most]) {
        most = i;
      }
    }
    return most == 0 || isSpiral() ? null : (Double) Rounded.mm(most / 1_000.0);
  }
}
