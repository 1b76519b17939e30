package dev.jobmill.gcode;

/// A sum of very many numbers that keeps what rounding would lose (after Kahan).
final class Sum {
  private double total;
  private double lost;

  void add(double value) {
    double exact = value - lost;
    double next = total + exact;
    lost = (next - total) - exact;
    total = next;
  }

  double total() {
    return total;
  }
}
