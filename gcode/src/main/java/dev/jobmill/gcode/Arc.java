package dev.jobmill.gcode;

/// The geometry of G2 and G3: finds the centre, the way and the extremes of an arc in one of the
/// three planes. What no circle fits becomes a straight line, and [#isOdd] says so.
///
/// The plane's axes are called `u` and `v`, the third one `w`: X Y Z in G17, Z X Y in G18, Y Z X in
/// G19; seen from the positive end of `w`, G3 goes counter-clockwise.
final class Arc {
  private static final double FULL = 2 * Math.PI;

  /// How far the two ends may be from the centre before it is remarked on, in mm and as a part.
  private static final double RADIUS_TOLERANCE = 0.05;

  private static final double RADIUS_TOLERANCE_PART = 0.01;

  private final Bounds extremes = new Bounds();
  private double centreU;
  private double centreV;
  private double radius;
  private boolean odd;

  /// What an arc is given by.
  ///
  /// @param clockwise G2
  /// @param plane 17, 18 or 19
  /// @param offsetU from the start (or from 0 when `absolute`) to the centre
  /// @param radius 0 when the centre is given; negative for the longer of the two arcs
  /// @param turns further full turns
  record Shape(
      boolean clockwise,
      int plane,
      double offsetU,
      double offsetV,
      boolean absolute,
      double radius,
      double turns) {}

  /// Makes the move, whose ends are set, an arc.
  void bend(Move move, Shape shape) {
    double[] from = turned(shape.plane, move.fromX, move.fromY, move.fromZ);
    double[] to = turned(shape.plane, move.toX, move.toY, move.toZ);
    move.straighten();
    odd = !findCentre(from, to, shape);
    if (odd) {
      return;
    }
    double start = Math.atan2(from[1] - centreV, from[0] - centreU);
    double stop = Math.atan2(to[1] - centreV, to[0] - centreU);
    double sweep = sweep(from, to, start, stop, shape);
    double whole = sweep + FULL * shape.turns;
    double rise = to[2] - from[2];
    move.length = Math.sqrt(radius * radius * whole * whole + rise * rise);
    move.alongXy = true;
    collectExtremes(start, shape.turns > 0 ? FULL : sweep, from[2], shape);
    move.bend = extremes;
  }

  /// Whether the last arc fitted no circle, or one badly.
  boolean isOdd() {
    return odd;
  }

  private boolean findCentre(double[] from, double[] to, Shape shape) {
    if (shape.radius != 0) {
      return findCentreByRadius(from, to, shape);
    }
    centreU = shape.offsetU + (shape.absolute ? 0 : from[0]);
    centreV = shape.offsetV + (shape.absolute ? 0 : from[1]);
    radius = Math.hypot(from[0] - centreU, from[1] - centreV);
    double other = Math.hypot(to[0] - centreU, to[1] - centreV);
    double off = Math.abs(radius - other);
    return radius > 1e-9 && (off <= RADIUS_TOLERANCE || off <= RADIUS_TOLERANCE_PART * radius);
  }

  private boolean findCentreByRadius(double[] from, double[] to, Shape shape) {
    double du = to[0] - from[0];
    double dv = to[1] - from[1];
    double chord = Math.hypot(du, dv);
    radius = Math.abs(shape.radius);
    if (chord < 1e-9 || chord > 2 * radius * (1 + RADIUS_TOLERANCE_PART)) {
      return false;
    }
    double height = Math.sqrt(Math.max(0, radius * radius - chord * chord / 4));
    boolean left = shape.clockwise == shape.radius < 0;
    double side = left ? height : -height;
    centreU = from[0] + du / 2 - side * dv / chord;
    centreV = from[1] + dv / 2 + side * du / chord;
    return true;
  }

  private static double sweep(double[] from, double[] to, double start, double stop, Shape shape) {
    if (Math.abs(from[0] - to[0]) < 1e-9 && Math.abs(from[1] - to[1]) < 1e-9) {
      return FULL;
    }
    double sweep = shape.clockwise ? start - stop : stop - start;
    return sweep <= 0 ? sweep + FULL : sweep;
  }

  /// The points where the arc crosses the directions of the axes.
  private void collectExtremes(double start, double sweep, double w, Shape shape) {
    extremes.clear();
    for (int quarter = 0; quarter < 4; quarter++) {
      double angle = quarter * Math.PI / 2;
      double ahead = shape.clockwise ? start - angle : angle - start;
      double turned = ahead - FULL * Math.floor(ahead / FULL);
      if (turned <= sweep) {
        double u = centreU + radius * (quarter == 0 ? 1 : quarter == 2 ? -1 : 0);
        double v = centreV + radius * (quarter == 1 ? 1 : quarter == 3 ? -1 : 0);
        switch (shape.plane) {
          case 18 -> extremes.add(v, w, u);
          case 19 -> extremes.add(w, u, v);
          default -> extremes.add(u, v, w);
        }
      }
    }
  }

  private static double[] turned(int plane, double x, double y, double z) {
    return switch (plane) {
      case 18 -> new double[] {z, x, y};
      case 19 -> new double[] {y, z, x};
      default -> new double[] {x, y, z};
    };
  }
}
