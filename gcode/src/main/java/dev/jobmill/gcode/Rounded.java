package dev.jobmill.gcode;

/// How exact the numbers of a report are: the one place where they are rounded.
final class Rounded {
  /// Beyond this a `double` has hardly parts to round, and multiplying could overflow.
  private static final double WHOLE = 1e15;

  private Rounded() {}

  /// To a thousandth.
  static double mm(double value) {
    return to(value, 1e3);
  }

  /// To a hundredth of a mm³.
  static double mm3(double value) {
    return to(value, 1e2);
  }

  /// To a hundredth.
  static double seconds(double value) {
    return to(value, 1e2);
  }

  /// To a hundredth of a gram.
  static double grams(double value) {
    return to(value, 1e2);
  }

  /// To a hundred-thousandth, for values whose unit is not known here.
  static double fine(double value) {
    return to(value, 1e5);
  }

  /// To six digits behind the point.
  static double ratio(double value) {
    return to(value, 1e6);
  }

  /// Adding zero turns a negative zero into the plain one.
  private static double to(double value, double parts) {
    if (Math.abs(value) > WHOLE) {
      return value;
    }
    return Math.rint(value * parts) / parts + 0.0;
  }
}
