package dev.jobmill.gcode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What each layer of a print takes, in the order of the file: a row begins where a layer begins,
/// and holds the sums up to there. Of several signs of a layer the most telling one counts.
final class LayerTable {
  /// As many layers have a row; what further ones take is in the last row.
  static final int ROWS_MAX = 100_000;

  private static final int ROWS_FIRST = 64;

  private long[] lines = new long[ROWS_FIRST];
  private long[] offsets = new long[ROWS_FIRST];
  private double[] heights = new double[ROWS_FIRST];
  private double[] sums = new double[ROWS_FIRST * Sums.COLUMNS];
  private int size;
  private long beyond;

  /// Null while only heights tell.
  private LayerMarkers.@Nullable Kind sign;

  /// The sums of a print up to some point: mm and s.
  record Sums(double filamentMm, double extrudingMm, double travelMm, double seconds) {
    private static final int COLUMNS = 4;
  }

  /// What one layer takes.
  ///
  /// @param line the line with which it begins, from 1
  /// @param offset of that line, in bytes from the start of the file
  /// @param zMm the height of its first extrusion; null without one
  /// @param sums what it takes
  record Row(long line, long offset, @Nullable Double zMm, Sums sums) {}

  /// A layer begins with a comment.
  void mark(LayerMarkers.Kind kind, long line, long offset, Sums before) {
    if (sign != null && kind.compareTo(sign) > 0) {
      return;
    }
    if (kind != sign) {
      sign = kind;
      clear();
    }
    begin(line, offset, before);
  }

  /// Something is extruded at a height at which nothing was extruded before.
  void rise(double z, long line, long offset, Sums before) {
    if (sign == null) {
      begin(line, offset, before);
      extruded(z);
    }
  }

  private void begin(long line, long offset, Sums before) {
    if (size == ROWS_MAX) {
      beyond++;
      return;
    }
    if (size == lines.length) {
      grow();
    }
    lines[size] = line;
    offsets[size] = offset;
    heights[size] = Double.NaN;
    int at = size * Sums.COLUMNS;
    sums[at] = before.filamentMm;
    sums[at + 1] = before.extrudingMm;
    sums[at + 2] = before.travelMm;
    sums[at + 3] = before.seconds;
    size++;
  }

  /// Something is extruded at this height.
  void extruded(double z) {
    if (size > 0 && Double.isNaN(heights[size - 1])) {
      heights[size - 1] = z;
    }
  }

  /// Forgets the layers of the start G-code.
  void clear() {
    size = 0;
    beyond = 0;
  }

  private void grow() {
    int rows = Math.min(size * 2, ROWS_MAX);
    lines = Arrays.copyOf(lines, rows);
    offsets = Arrays.copyOf(offsets, rows);
    heights = Arrays.copyOf(heights, rows);
    sums = Arrays.copyOf(sums, rows * Sums.COLUMNS);
  }

  /// Whether comments tell where the layers begin, and not the heights.
  boolean isMarked() {
    return sign != null;
  }

  int size() {
    return size;
  }

  /// How many layers have no row of their own.
  long beyond() {
    return beyond;
  }

  /// One row; the last one goes on to the end of the print.
  ///
  /// @param total the sums of the whole print
  Row row(int index, Sums total) {
    Sums from = sums(index);
    Sums to = index + 1 < size ? sums(index + 1) : total;
    return new Row(
        lines[index],
        offsets[index],
        Double.isNaN(heights[index]) ? null : (Double) Rounded.mm(heights[index]),
        new Sums(
            Rounded.mm(to.filamentMm - from.filamentMm),
            Rounded.mm(to.extrudingMm - from.extrudingMm),
            Rounded.mm(to.travelMm - from.travelMm),
            Rounded.seconds(to.seconds - from.seconds)));
  }

  private Sums sums(int index) {
    int at = index * Sums.COLUMNS;
    return new Sums(sums[at], sums[at + 1], sums[at + 2], sums[at + 3]);
  }
}
